import CpayLanguage
import CpaySyntax

extension Session {
  /// What the editor is told while a line is typed, with the variables and definitions there are now.
  ///
  /// No request is made and no file looked at, but for names of files where they are asked for.
  func typingHelp() -> TypingHelp {
    var context = context()
    context.lookAtNoFiles()
    let (checked, completer) = (context, completer)
    var help = TypingHelp()
    help.isPartial = { MetaCommand.isPartial($0) }
    help.words = { text in
      guard let program = TypedProgram(text) else { return [] }
      return Mark.words(of: program.source).map { $0.shifted(by: program.start) }
    }
    help.verdict = { text, cursor in
      guard let program = TypedProgram(text) else { return TypingHelp.Verdict() }
      return program.verdict(cursor, checked)
    }
    help.isAccepted = { text in
      switch MetaCommand.reading(text) {
      case .slip: false
      case nil, .command: TypedProgram(text)?.isAccepted(checked) ?? true
      }
    }
    help.mended = mended
    help.candidates = { completer.candidates(in: $0, at: $1) }
    return help
  }
}

/// The program in a line that is typed: the line itself, or what a command is about.
private struct TypedProgram {
  let source: Source
  /// Where it begins in the line.
  let start: Int

  /// The program of a line; nil where there is none.
  init?(_ text: String) {
    switch MetaCommand.reading(text) {
    case nil: (source, start) = (Source(text), 0)
    case .command(let command, let operand) where command.wants == .program:
      let head = text.utf8.count - operand.utf8.count
      // What is trimmed around it, whatever kind of blank.
      let behind = text.utf8.count - text.trimmedAtEnd.utf8.count
      (source, start) = (Source(operand), max(0, head - behind))
    case .command, .slip: return nil
    }
  }

  func verdict(_ cursor: Int, _ context: CheckContext) -> TypingHelp.Verdict {
    let check = TypingCheck(source, context)
    let marks = check.diagnostics.compactMap { diagnostic -> Mark? in
      guard diagnostic.source == nil, let range = diagnostic.range,
        range.upperBound <= source.bytes.count, !range.isEmpty, !isFile(range),
        !mayGoOn(range, cursor - start, context)
      else { return nil }
      switch diagnostic.severity {
      case .error: return Mark(range: range, shade: .mistake)
      case .warning: return Mark(range: range, shade: .doubt)
      case .note: return nil
      }
    }
    let sorted = marks.map { $0.shifted(by: start) }
    return TypingHelp.Verdict(
      marks: sorted.sorted { $0.range.lowerBound < $1.range.lowerBound },
      note: check.type.map { DisplayText($0).string } ?? "")
  }

  /// Whether nothing is wrong with it, but for files, at which nobody has looked.
  func isAccepted(_ context: CheckContext) -> Bool {
    TypingCheck(source, context).diagnostics.allSatisfy { diagnostic in
      diagnostic.severity != .error
        || diagnostic.source == nil && diagnostic.range.map(isFile) ?? false
    }
  }

  /// Whether it is a file that something is said of, since none has been looked at.
  private func isFile(_ range: Range<Int>) -> Bool {
    range.lowerBound < source.bytes.count && source.bytes[range.lowerBound] == UInt8(ascii: "@")
  }

  /// Whether what looks wrong is the start of something right, which is being typed.
  private func mayGoOn(_ range: Range<Int>, _ cursor: Int, _ context: CheckContext) -> Bool {
    guard range.upperBound >= cursor, range.lowerBound <= cursor else { return false }
    return !candidates(cursor + start, context, Completion.Surroundings()).isEmpty
  }

  func candidates(
    _ cursor: Int, _ context: CheckContext, _ surroundings: Completion.Surroundings
  ) -> [Completion.Candidate] {
    guard cursor >= start, cursor - start <= source.bytes.count else { return [] }
    let found = Completion.candidates(
      in: source, at: cursor - start, context: context, surroundings: surroundings)
    return start == 0
      ? found
      : found.map { candidate in
        Completion.Candidate(
          candidate.text, candidate.range.lowerBound + start..<candidate.range.upperBound + start,
          candidate.kind, type: candidate.type, meaning: candidate.meaning)
      }
  }
}

extension Mark {
  fileprivate func shifted(by count: Int) -> Mark {
    Mark(range: range.lowerBound + count..<range.upperBound + count, shade: shade)
  }
}
