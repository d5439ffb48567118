import Foundation

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// A page as a parser of XML sees it: well-formed, or not at all.
final class ParsedPage: NSObject, XMLParserDelegate {
  /// The elements in the order of their beginnings.
  private(set) var elements: [(name: String, attributes: [String: String])] = []
  /// What is between the elements.
  private(set) var text = ""
  /// Why the page is not well-formed; nil if it is.
  private(set) var fault: String?

  init(_ html: String) {
    super.init()
    let parser = XMLParser(data: Data(html.utf8))
    parser.delegate = self
    if !parser.parse() { fault = "line \(parser.lineNumber): \(String(describing: parser.parserError))" }
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String]
  ) {
    elements.append((name, attributes))
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }

  /// The attributes of all elements of that name.
  func all(_ name: String) -> [[String: String]] { elements.filter { $0.name == name }.map(\.attributes) }
}
