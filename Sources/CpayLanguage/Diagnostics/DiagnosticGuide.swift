/// What a diagnostic's code stands for: the paragraph that help shows and the reference prints.
public struct DiagnosticGuide: Hashable, Sendable {
  /// The code, `E104`.
  public let code: String
  /// What is wrong, in a few words.
  public let title: String
  /// Why it is refused, and what to do about it.
  public let meaning: String
  /// A program that it is said of; nil where none can be shown on a page.
  public let example: String?
  /// What to write instead; nil where there is nothing of the kind to write.
  public let instead: String?

  init(
    _ code: String, _ title: String, _ meaning: String, _ example: String? = nil,
    instead: String? = nil
  ) {
    (self.code, self.title, self.meaning) = (code, title, meaning)
    (self.example, self.instead) = (example, instead)
  }

  /// All codes there are, in order.
  public static let all = texts + literals + names + arguments + types + places + files + warnings

  /// The guide to a code, in either case of letters.
  public static func named(_ code: String) -> DiagnosticGuide? {
    let code = code.uppercased()
    return all.first { $0.code == code }
  }
}
