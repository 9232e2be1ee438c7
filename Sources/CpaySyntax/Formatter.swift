/// Writes a program the one way it is written: the same tree and comments, with the blanks and line
/// breaks that everyone uses.
public struct Formatter {
  /// The columns that a line has, where it can be broken.
  public static let width = 100

  let tree: SyntaxTree
  /// One past the last token that is laid out.
  var next = 0
  /// The holes of texts around this place, in which no line may break.
  var holes = 0

  /// The program of `tree` in its one form; nil when something is wrong with it, so that nothing
  /// that is not understood is rewritten.
  public static func format(_ tree: SyntaxTree) -> String? {
    guard tree.diagnostics.isEmpty else { return nil }
    var formatter = Formatter(tree: tree)
    return formatter.program()
  }

  private init(tree: SyntaxTree) {
    self.tree = tree
  }

  private mutating func program() -> String {
    var output = ""
    for statement in tree.root.children {
      output += gap(before: statement.firstToken, isFirst: output.isEmpty)
      if !output.isEmpty, startsWithPipe(statement) { output += "; " }
      next = statement.firstToken
      output += LayoutPrinter.text(of: layout(statement), width: Formatter.width)
    }
    output += gap(before: tree.tokens.count - 1, isFirst: output.isEmpty)
    while output.utf8.last == UInt8(ascii: "\n") { output.removeLast() }
    return output.isEmpty ? "" : output + "\n"
  }

  /// What stands between two statements, up to the token at `end`: a newline, the comments, and a
  /// blank line where there are some.
  private func gap(before end: Int, isFirst: Bool) -> String {
    var output = ""
    var newlines = 0
    func separator() -> String {
      isFirst && output.isEmpty ? "" : newlines > 1 ? "\n\n" : "\n"
    }
    for index in next..<end {
      if tree.startsLine(index) {
        newlines += 1
      } else if tree.tokens[index].kind == .comment {
        let isTrailing = newlines == 0 && !isFirst && output.isEmpty
        output += (isTrailing ? " " : separator()) + comment(index)
        newlines = 0
      }
    }
    return output + separator()
  }

  /// Whether the statement goes on from the last result, and would go on from the statement before
  /// it if no semicolon stood between.
  private func startsWithPipe(_ statement: Syntax) -> Bool {
    statement.kind == .pipelineStatement
      && statement.child.children.first?.kind == .lastResultStage
  }

  // MARK: Tokens

  /// A token, behind the comments that stand before it.
  mutating func token(_ index: Int) -> Layout {
    let comments = comments(before: index)
    next = index + 1
    let text = Layout.text(tree.source.text(tree.tokens[index].range))
    return comments.map { .sequence([$0, text]) } ?? text
  }

  /// The comments between what is laid out and the token at `index`.
  ///
  /// The first stands behind what is laid out if it did, and not where `behindLine` says that this
  /// is another line.
  mutating func comments(before index: Int, behindLine: Bool = false) -> Layout? {
    var comments: [Layout] = []
    var isTrailing = !behindLine
    for place in next..<max(index, next) {
      if tree.startsLine(place) { isTrailing = false }
      guard tree.tokens[place].kind == .comment else { continue }
      comments.append(.comment(comment(place), isTrailing: isTrailing))
      isTrailing = false
    }
    next = max(index, next)
    return comments.isEmpty ? nil : .sequence(comments)
  }

  private func comment(_ index: Int) -> String {
    var bytes = tree.source.bytes[tree.tokens[index].range]
    while let last = bytes.last, [0x20, 0x09, 0x0d].contains(last) { bytes.removeLast() }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Whether a line begins between the tokens at `start` and `end`.
  func breaksLine(_ start: Int, _ end: Int) -> Bool {
    (start..<max(start, end)).contains { tree.startsLine($0) }
  }

  /// Where a line may break: nowhere in a hole of a text.
  var line: Layout { holes > 0 ? .space : .line }
  var softLine: Layout? { holes > 0 ? nil : .softLine }
}

extension SyntaxTree {
  /// Whether the token is a newline.
  func startsLine(_ index: Int) -> Bool {
    let range = tokens[index].range
    return !range.isEmpty && source.bytes[range.lowerBound] == UInt8(ascii: "\n")
  }
}
