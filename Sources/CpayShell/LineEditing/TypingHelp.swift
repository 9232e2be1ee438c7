import CpayLanguage

/// What the editor is told of a text while it is typed.
///
/// None of it asks anybody or waits: it is called between two keys, on the editor's own thread.
package struct TypingHelp: Sendable {
  /// Whether more has to follow before the text is a program.
  var isPartial: @Sendable (String) -> Bool = { _ in false }
  /// How the words of the text look, as far as they tell by themselves.
  var words: @Sendable (String) -> [Mark] = { _ in [] }
  /// What checking the text tells, with the cursor at a byte.
  var verdict: @Sendable (String, Int) -> Verdict = { _, _ in Verdict() }
  /// Whether the text would be accepted as it is, so that it may be proposed.
  var isAccepted: @Sendable (String) -> Bool = { _ in true }
  /// What may stand at a byte of the text.
  var candidates: @Sendable (String, Int) -> [Completion.Candidate] = { _, _ in [] }
  /// What the last text should have been, which an empty line is given by Tab; nil for nothing.
  var mended: String?
  /// All entries that a search goes through, the newest last.
  var history: @Sendable () -> [String]? = { nil }

  /// What checking a text tells of it.
  struct Verdict: Hashable, Sendable {
    /// What is wrong or doubtful.
    var marks: [Mark] = []
    /// What the text yields and does, so far.
    var note = ""
  }

  /// Knows nothing of the text.
  package static let none = TypingHelp()
}
