extension HelpText {
  static let verify = HelpText(
    command: ["verify"],
    text: """
      """)
}
