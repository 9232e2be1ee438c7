import CpayLanguage

/// The words that may stand at the cursor, one of which is chosen.
struct CompletionMenu: Sendable {
  let candidates: [Completion.Candidate]
  /// The line before one was chosen.
  let before: EditedText
  /// The line as it was typed, which comes back where none is taken.
  let typed: EditedText
  /// Which is chosen; nil at first.
  private(set) var chosen: Int?

  init(
    _ candidates: [Completion.Candidate], before: EditedText, typed: EditedText? = nil
  ) {
    (self.candidates, self.before) = (candidates, before)
    self.typed = typed ?? before
  }

  /// Chooses the next one, or the one before; behind the last comes the first.
  mutating func step(_ count: Int) {
    let start = chosen ?? (count > 0 ? -1 : 0)
    chosen = (start + count % candidates.count + candidates.count) % candidates.count
  }

  /// The line with the chosen one.
  var text: EditedText { chosen.map { candidates[$0].applied(to: before) } ?? before }

  /// The line with the chosen one, and with the blank that goes behind it.
  var finalText: EditedText {
    chosen.map { candidates[$0].applied(to: before, isFinal: true) } ?? before
  }

  /// What all candidates begin with, where that goes on with what is typed.
  static func common(_ candidates: [Completion.Candidate], in text: EditedText) -> EditedText? {
    guard let first = candidates.first, candidates.allSatisfy({ $0.range == first.range }) else {
      return nil
    }
    var common = Substring(first.text)
    for candidate in candidates { common = common.commonPrefix(with: candidate.text) }
    let typed = text.string.utf8.prefix(text.head.utf8.count).dropFirst(first.range.lowerBound)
    guard common.utf8.count > typed.count else { return nil }
    return Completion.Candidate(String(common), first.range, first.kind).applied(to: text)
  }

  // MARK: What is shown

  /// The rows of the menu on a screen that also shows the line.
  func rows(in size: ScreenSize) -> [[CharacterCell]] {
    let lines =
      candidates.allSatisfy { $0.type.isEmpty && $0.meaning.isEmpty }
      ? grid(size.columns) : list(size.columns)
    let room = max(1, min(12, size.rows - 2))
    guard lines.rows.count > room else { return lines.rows }
    let shown = max(1, room - 1)
    let start = min(max(0, lines.chosen - shown + 1), lines.rows.count - shown)
    let rows = Array(lines.rows[start..<start + shown])
    // With room for one row the chosen one is that.
    if room == 1 { return rows }
    let count = "\(start + 1) to \(start + shown) of \(lines.rows.count)"
    return rows + [CharacterCell.cells(count, .hint).fitting(size.columns - 1)]
  }

  /// One a row, with what it is and means.
  private func list(_ width: Int) -> (rows: [[CharacterCell]], chosen: Int) {
    let names = candidates.map { CharacterCell.cells($0.text, .plain) }
    // One type that all have tells nothing.
    let isMixed = Set(candidates.map(\.type)).count > 1
    let types = candidates.map { CharacterCell.cells(isMixed ? $0.type : "", .hint) }
    let nameWidth = min(names.map(\.columns).max() ?? 0, width / 2)
    let typeWidth = min(types.map(\.columns).max() ?? 0, width / 4)
    let rows = candidates.indices.map { place in
      let name = CharacterCell.cells(candidates[place].text, shade(place)).fitting(nameWidth)
      var row = name.padded(to: nameWidth + 2)
      if typeWidth > 0 { row += types[place].fitting(typeWidth).padded(to: typeWidth + 2) }
      row += CharacterCell.cells(candidates[place].meaning, .hint)
      return row.fitting(width - 1).withoutBlanksAtEnd
    }
    return (rows, chosen ?? 0)
  }

  /// Several a row, from top to bottom.
  private func grid(_ width: Int) -> (rows: [[CharacterCell]], chosen: Int) {
    let names = candidates.indices.map { CharacterCell.cells(candidates[$0].text, shade($0)) }
    let columnWidth = min((names.map(\.columns).max() ?? 0) + 2, max(1, width - 1))
    let columns = max(1, (width - 1) / columnWidth)
    let height = (names.count + columns - 1) / columns
    let rows = (0..<height).map { row in
      stride(from: row, to: names.count, by: height).flatMap { place in
        names[place].fitting(columnWidth).padded(to: columnWidth)
      }.fitting(width - 1).withoutBlanksAtEnd
    }
    return (rows, (chosen ?? 0) % max(1, height))
  }

  private func shade(_ place: Int) -> Shade { place == chosen ? .chosen : .plain }
}

extension Completion.Candidate {
  /// A line with the candidate in it and the cursor behind it, or inside the quotes of a folder that
  /// a file is to follow; a blank follows at the end where a word that is whole would be followed by
  /// one.
  func applied(to line: EditedText, isFinal: Bool = false) -> EditedText {
    let bytes = Array(line.string.utf8)
    let range = range.clamped(to: 0..<bytes.count)
    let head = String(decoding: bytes[..<range.lowerBound], as: UTF8.self) + text
    let tail = String(decoding: bytes[range.upperBound...], as: UTF8.self)
    let blank = isFinal && isWhole && tail.isEmpty ? " " : ""
    let scalars = Array((head + blank + tail).unicodeScalars)
    let quote = kind == .file && text.hasSuffix("/\"") ? 1 : 0
    return EditedText(scalars, cursor: (head + blank).unicodeScalars.count - quote)
  }

  /// Whether nothing of the same word follows.
  private var isWhole: Bool {
    switch kind {
    case .argument, .function, .key, .type: false
    case .file: !text.hasSuffix("/") && !text.hasSuffix("/\"")
    default: true
    }
  }
}

extension [CharacterCell] {
  fileprivate func padded(to width: Int) -> [CharacterCell] {
    self + Array(repeating: .blank(), count: Swift.max(0, width - columns))
  }

  fileprivate var withoutBlanksAtEnd: [CharacterCell] {
    var cells = self
    while cells.last == .blank() || cells.last == .blank(.hint) { cells.removeLast() }
    return cells
  }
}

extension Substring {
  fileprivate func commonPrefix(with other: String) -> Substring {
    self[
      ..<(zip(indices, other).first { self[$0.0] != $0.1 }?.0
        ?? index(startIndex, offsetBy: Swift.min(count, other.count)))]
  }
}
