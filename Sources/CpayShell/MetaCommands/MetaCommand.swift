import CpayLanguage
import CpaySyntax

/// A command of a session that is no program: a `:`, its name, and what it is about.
///
/// ``all`` is the one table of them. The prompt, transcripts, `:help` and completion follow it; each
/// command is a declaration in a file of its own.
struct MetaCommand: Sendable {
  /// The word behind the `:`.
  let name: String
  /// Other lines that mean it.
  var synonyms: [String] = []
  /// What may stand behind its name.
  var operand = Operand.nothing
  /// What it is for, in one line.
  let summary: String
  /// Lines that show it.
  var examples: [String] = []
  /// Does what it is for; `operand` is trimmed, and empty only where it may be left out.
  let action: @Sendable (Session, _ operand: String) async -> SessionAnswer

  /// What may stand behind a command's name.
  enum Operand: Hashable, Sendable {
    /// Nothing.
    case nothing
    /// Something, or nothing.
    case optional(Wants)
    /// Something; what to say where it is missing.
    case required(Wants, advice: String)
  }

  /// What a command is about; the text is how its usage names it.
  enum Wants: String, Hashable, Sendable {
    /// A word of the language.
    case word = "NAME"
    /// A program, or a definition's name.
    case program = "P"
    /// A resource, a type, or rows.
    case schema = "R"
    /// A format of results.
    case format = "FORMAT"
    /// A part of a text.
    case text = "TEXT"
    /// A variable that holds a plan.
    case plan = "$PLAN"
    /// The name of a profile.
    case profile = "PROFILE"
    /// What a sandbox holds.
    case seed = "SEED"
    /// What is done with the tour.
    case walk = "start|end"
    /// A run's name, or how it begins.
    case run = "RUN"
  }

  /// What there is, in the order of help.
  static let all: [MetaCommand] = [
    help, type, schema, explain, last, plan, history, time, types, account, sandbox, tour, runs,
    resume,
    quit,
  ]

  /// The command of that name, which may have its `:` before it; nil where there is none.
  static func named(_ name: String) -> MetaCommand? {
    let name = name.hasPrefix(":") ? String(name.dropFirst()) : name
    return all.first { $0.name == name }
  }

  /// How it is written: `:runs [RUN]`.
  var usage: String {
    switch operand {
    case .nothing: ":" + name
    case .optional(let wants): ":\(name) [\(wants.rawValue)]"
    case .required(let wants, _): ":\(name) \(wants.rawValue)"
    }
  }

  /// What may stand behind its name; nil for nothing.
  var wants: Wants? {
    switch operand {
    case .nothing: nil
    case .optional(let wants), .required(let wants, _): wants
    }
  }
}

extension MetaCommand {
  /// What a line is that is no program.
  enum Reading: Sendable {
    /// A command, and what it is about.
    case command(MetaCommand, operand: String)
    /// One that is not written as any of them is; what helps, and the line that was meant where
    /// there is one.
    case slip(String, meant: String?)
  }

  /// What a text is that is a command, or begins with `:` as if it were one; nil for a program.
  static func reading(_ text: String) -> Reading? {
    let line = text.trimmed
    if let command = all.first(where: { $0.synonyms.contains(line) }) {
      return .command(command, operand: "")
    }
    if let word = line.questionedWord { return .command(help, operand: word) }
    if line.hasPrefix("help ") { return .command(help, operand: line.behindFirstWord) }
    guard line.hasPrefix(":") else { return nil }
    let (name, operand) = (String(line.firstWord.dropFirst()), line.behindFirstWord)
    guard let command = all.first(where: { $0.name == name }) else {
      let meant = meant(by: name)
      return .slip(
        "there is no `\(line.firstWord)`; " + advice(meant),
        meant: meant.count == 1 ? ":\(meant[0]) \(operand)".trimmed : nil)
    }
    switch command.operand {
    case .nothing where !operand.isEmpty:
      return .slip("`\(command.usage)` stands alone", meant: command.usage)
    case .required(_, let advice) where operand.isEmpty: return .slip(advice, meant: nil)
    default: return .command(command, operand: operand)
    }
  }

  /// Whether a text goes on in the next line.
  static func isPartial(_ text: String) -> Bool {
    switch reading(text) {
    case nil: Parser.parse(Source(text)).isPartial
    case .command(let command, let operand) where command.wants == .program:
      !operand.isEmpty && Parser.parse(Source(operand)).isPartial
    case .command, .slip: false
    }
  }

  /// The commands that a name may stand for.
  private static func meant(by name: String) -> [String] {
    let begun = all.filter { !name.isEmpty && $0.name.hasPrefix(name) }.map(\.name)
    let near = Suggestion.nearest(to: name, among: all.map(\.name)).map { [$0] } ?? []
    return begun.isEmpty ? near : begun
  }

  private static func advice(_ meant: [String]) -> String {
    meant.isEmpty
      ? "`:help` lists what there is"
      : "did you mean \(meant.map { "`:\($0)`" }.joined(separator: " or "))?"
  }
}

extension String {
  /// What `NAME?` asks about; nil for a text that asks nothing of the kind.
  ///
  /// A sign or several words are asked about only where there is help on them.
  fileprivate var questionedWord: String? {
    guard hasSuffix("?"), !hasPrefix("help ") else { return nil }
    let name = String(dropLast())
    let isWord = name.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." }
    return name.isEmpty || name.last == " " || !isWord && HelpTopic(name) == nil ? nil : name
  }

  private var wordEnd: Index { firstIndex(where: \.isWhitespace) ?? endIndex }

  fileprivate var firstWord: String { String(self[..<wordEnd]) }

  fileprivate var behindFirstWord: String { String(self[wordEnd...]).trimmed }
}
