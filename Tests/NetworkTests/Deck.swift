import Support

/// Cards in a random order: every one is drawn once before any is drawn again, so that a few networks have all options.
struct Deck<Card> {
  private let cards: [Card]
  private var rest: [Card] = []

  /// - Precondition: there is a card.
  init(_ cards: [Card]) {
    precondition(!cards.isEmpty)
    self.cards = cards
  }

  mutating func draw(using generator: inout SeededGenerator) -> Card {
    if rest.isEmpty { rest = cards.shuffled(using: &generator) }
    return rest.removeLast()
  }
}
