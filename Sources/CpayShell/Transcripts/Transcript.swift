/// A session written down: what was typed, and what had to appear.
///
/// `cpay> ` begins what is typed and `....> ` goes on with it; the lines below it are what appears,
/// those on standard error with `! ` before them, and `//exit N` where the status is not 0. Other
/// lines that begin with `//` are directives, those with `#` headings.
package struct Transcript: Sendable {
  /// A part of the text.
  enum Part: Hashable, Sendable {
    /// A heading, a blank line, or a directive with its argument.
    case line(String)
    case directive(name: String, argument: String)
    case step(Step)
  }

  /// One input and what has to appear.
  package struct Step: Hashable, Sendable {
    /// The line it begins at, from 1.
    package let line: Int
    /// What is typed.
    package let input: String
    /// What has to appear.
    package var expected: [String]
  }

  var parts: [Part]

  /// Reads a transcript.
  package init(_ text: String) {
    var parts: [Part] = []
    var step: Step?
    func end() {
      guard var ended = step else { return }
      var blanks = 0
      while ended.expected.last == "" {
        ended.expected.removeLast()
        blanks += 1
      }
      parts.append(.step(ended))
      parts += Array(repeating: .line(""), count: blanks)
      step = nil
    }
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      let line = String(line)
      if line.hasPrefix(Transcript.prompt) {
        end()
        step = Step(
          line: index + 1, input: String(line.dropFirst(Transcript.prompt.count)), expected: [])
      } else if line.hasPrefix(Transcript.continuation), let typed = step, typed.expected.isEmpty {
        let more = line.dropFirst(Transcript.continuation.count)
        step = Step(line: typed.line, input: typed.input + "\n" + more, expected: [])
      } else if let directive = Transcript.directive(line), directive.name != "exit" {
        end()
        parts.append(.directive(name: directive.name, argument: directive.argument))
      } else if step != nil, !line.hasPrefix("# ") {
        step?.expected.append(line)
      } else {
        end()
        parts.append(.line(line))
      }
    }
    end()
    if parts.last == .line("") { parts.removeLast() }
    self.parts = parts
  }

  static let prompt = "cpay> "
  static let continuation = "....> "

  private static func directive(_ line: String) -> (name: String, argument: String)? {
    guard line.hasPrefix("//") else { return nil }
    let words = line.dropFirst(2).split(separator: " ", maxSplits: 1)
    return (words.first.map(String.init) ?? "", words.count > 1 ? String(words[1]) : "")
  }

  /// The text, as ``init(_:)`` reads it.
  package var text: String {
    parts.map { part in
      switch part {
      case .line(let line): return line
      case .directive(let name, let argument):
        return "//\(name)" + (argument.isEmpty ? "" : " \(argument)")
      case .step(let step):
        let typed = step.input.split(separator: "\n", omittingEmptySubsequences: false)
        let input = typed.enumerated().map { index, line in
          (index == 0 ? Transcript.prompt : Transcript.continuation) + line
        }
        return (input + step.expected).joined(separator: "\n")
      }
    }.joined(separator: "\n") + "\n"
  }
}
