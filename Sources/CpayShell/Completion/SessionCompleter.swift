import CpayLanguage
import CpayModel
import CpayRuntime
import CpaySyntax
import CpayValue

/// Says what may be typed next at a session's prompt: in a program, or in a command that is none.
///
/// It asks nobody, and looks at no file that takes long: it is called between two keys.
struct SessionCompleter: Sendable {
  /// What programs are checked with while they are typed.
  let context: CheckContext
  /// The files and the ids there are.
  let surroundings: Completion.Surroundings
  /// The profiles that could be gone over to.
  let profiles: @Sendable () -> [String]
  /// The runs of the account that is open, the newest first, each with what it is.
  let runs: @Sendable () -> [(name: String, meaning: String)]

  /// What may stand at the byte `offset` of `text`, best first.
  func candidates(in text: String, at offset: Int) -> [Completion.Candidate] {
    let bytes = Array(text.utf8)
    let start = bytes.firstIndex { !SessionCompleter.isBlank($0) } ?? bytes.count
    guard offset >= start, let (command, operand) = command(bytes, from: start) else {
      return program(bytes[...], at: offset)
    }
    guard offset >= operand.lowerBound else {
      let word =
        start..<(bytes[start...].firstIndex(where: SessionCompleter.isBlank) ?? bytes.count)
      return commands(in: word, of: bytes, at: offset)
    }
    guard let command, let wants = command.wants else { return [] }
    return candidates(for: wants, in: bytes, operand, at: offset)
  }

  /// The command that a text calls, if there is such a one, and where what is behind it stands; nil
  /// for a program.
  private func command(
    _ bytes: [UInt8], from start: Int
  ) -> (command: MetaCommand?, operand: Range<Int>)? {
    let end = bytes[start...].firstIndex(where: SessionCompleter.isBlank)
    let word = String(decoding: bytes[start..<(end ?? bytes.count)], as: UTF8.self)
    let operand = end.map { end in
      bytes[end...].firstIndex { !SessionCompleter.isBlank($0) } ?? bytes.count
    }
    if word == "help", let operand { return (.help, operand..<bytes.count) }
    guard word.hasPrefix(":") else { return nil }
    let command = MetaCommand.all.first { ":" + $0.name == word }
    return (command, (operand ?? bytes.count + 1)..<max(bytes.count, operand ?? bytes.count + 1))
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || 0x09...0x0d ~= byte }

  // MARK: What may stand

  private typealias Word = (text: String, kind: Completion.Kind, meaning: String)

  private func program(_ text: ArraySlice<UInt8>, at offset: Int) -> [Completion.Candidate] {
    Completion.candidates(
      in: Source(name: nil, bytes: Array(text)), at: offset - text.startIndex, context: context,
      surroundings: surroundings
    ).map { $0.moved(by: text.startIndex) }
  }

  private func commands(
    in word: Range<Int>, of bytes: [UInt8], at offset: Int
  ) -> [Completion.Candidate] {
    let typed = String(decoding: bytes[word.lowerBound..<offset], as: UTF8.self)
    return MetaCommand.all.filter { (":" + $0.name).hasPrefix(typed) }.map {
      Completion.Candidate(
        ":" + $0.name, word, .sessionCommand, type: $0.wants?.rawValue ?? "", meaning: $0.summary)
    }
  }

  private func candidates(
    for wants: MetaCommand.Wants, in bytes: [UInt8], _ operand: Range<Int>, at offset: Int
  ) -> [Completion.Candidate] {
    let words: [Word]
    switch wants {
    case .text: return []
    case .program: return program(bytes[operand], at: offset)
    case .word: words = SessionCompleter.vocabulary
    case .schema:
      let resources: [Word] = Resource.served.map { ($0.plural, .type, $0.doc) }
      let found = resources + types
      return all(found, in: bytes, operand, at: offset)
        + program(bytes[operand], at: offset)
        .filter { $0.kind == .variable }
    case .format: words = OutputFormat.allCases.map { ($0.rawValue, .choice, $0.purpose) }
    case .plan:
      words = context.scope.variables.sorted { $0.key < $1.key }.compactMap { name, type in
        if case .plan = type { ("$" + name, .variable, type.typeName) } else { nil }
      }
    case .seed: words = [("demo", .choice, ""), ("docs", .choice, "")]
    case .walk:
      words = [
        ("end", .choice, "leave the tour, for now"), ("start", .choice, "begin it anew"),
      ]
    case .profile: words = profiles().map { ($0, .profile, "") }
    case .run: words = runs().map { ($0.name, .run, $0.meaning) }
    }
    return all(words, in: bytes, operand, at: offset)
  }

  /// The words that begin with what is typed of an operand that is one word.
  private func all(
    _ words: [Word], in bytes: [UInt8], _ operand: Range<Int>, at offset: Int
  ) -> [Completion.Candidate] {
    guard !bytes[operand].contains(where: SessionCompleter.isBlank) else { return [] }
    let typed = String(decoding: bytes[operand.lowerBound..<offset], as: UTF8.self)
    return words.filter { $0.text.hasPrefix(typed) }.map {
      Completion.Candidate($0.text, operand, $0.kind, meaning: $0.meaning)
    }
  }

  private var types: [Word] {
    SessionCompleter.types.filter { word in
      if case .enumeration? = ValueType.named[word.text] { true } else { false }
    }
  }

  private static let types: [Word] = ValueType.named.keys.sorted().map { ($0, .type, "") }

  /// The words that there is help on, with what they mean.
  private static let vocabulary: [Word] = {
    var words: [Word] = CommandCatalog.standard.commands.map { ($0.name, .command, $0.summary) }
    words += Function.allCases.map { ($0.rawValue, .function, $0.summary) }
    words += MetaCommand.all.map { (":" + $0.name, .sessionCommand, $0.summary) }
    words += AggregateFunction.allCases.map { ($0.rawValue, .function, $0.summary) }
    return words + types
  }()
}

extension Completion.Candidate {
  /// The same in a text that has so many bytes more before it.
  fileprivate func moved(by count: Int) -> Completion.Candidate {
    Completion.Candidate(
      text, range.lowerBound + count..<range.upperBound + count, kind, type: type, meaning: meaning)
  }
}
