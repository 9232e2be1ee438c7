public import CpayLanguage
public import CpaySyntax
import CpayValue

/// What no text may do to the front end, from its bytes to the checked program; nil when this one
/// does none of it.
///
/// The tests run it over the saved programs, and `scripts/fuzz` over whatever a fuzzer makes of them.
public func frontEndProblem(_ bytes: [UInt8], catalog: CommandCatalog) -> String? {
  let tree = Parser.parse(Source(name: nil, bytes: bytes))
  if let problem = treeProblem(tree) ?? formatProblem(tree) { return problem }
  if tree.isPartial, !Parser.parse(Source(name: nil, bytes: bytes + [0x0a])).isPartial {
    return "partial, but not with a newline behind it"
  }
  for needsAllowance in [false, true] {
    var context = CheckContext(catalog: catalog, needsAllowance: needsAllowance) { path in
      path.isEmpty ? .failure(FileFailure("no such file")) : .success(Array("{}".utf8))
    }
    context.records = { path, form, _ in
      path.isEmpty ? .failure(FileFailure("no such file")) : .success(look(form))
    }
    do throws(Refusal) {
      let warnings = try Checker.check(tree.source, context).warnings
      if let problem = placeProblem(warnings, in: tree.source) { return problem }
    } catch {
      if error.diagnostics.isEmpty { return "refused without a reason" }
      if let problem = placeProblem(error.diagnostics, in: tree.source) { return problem }
    }
  }
  return nil
}

/// A file of rows with ids and numbers, whose comma is told unless the program says the sign.
private func look(_ form: RecordForm) -> RecordLook {
  var commas = CommaNumbers()
  commas.add("12,50", "line 2")
  let numbers = form.cells.decimal.map { NumberForm.said($0) } ?? .unexpectedComma(commas)
  return RecordLook(
    ["id", "charge", "n"].map { name in
      RowType.Field(
        name: name,
        type: FieldType(.string, isNullable: true, numbers: name == "n" ? numbers : .point))
    })
}

/// What no tree may be, whatever its text; nil when this one is not.
public func treeProblem(_ tree: SyntaxTree) -> String? {
  if let problem = placeProblem(tree.diagnostics, in: tree.source) { return problem }
  if tree.isPartial, tree.diagnostics.count != 1 { return "partial with several mistakes" }
  var end = 0
  for token in tree.tokens {
    guard token.range.lowerBound == end else { return "no token at \(end)" }
    guard token.range.isEmpty == (token.kind == .endOfFile) else { return "empty token at \(end)" }
    end = token.range.upperBound
  }
  guard end == tree.source.bytes.count, tree.tokens.last?.kind == .endOfFile else {
    return "the tokens end at \(end)"
  }
  var waiting = [tree.root]
  var visited = 0
  while let node = waiting.popLast(), visited < 1000 {
    visited += 1
    guard node.range.upperBound <= end else { return "\(node.kind) lies outside" }
    if node.kind == .missing, tree.diagnostics.isEmpty { return "a gap that nothing reports" }
    waiting += node.children
  }
  return nil
}

/// What the one form of a program may not differ in; nil when it does not, or has none.
public func formatProblem(_ tree: SyntaxTree) -> String? {
  guard let once = Formatter.format(tree) else {
    return tree.diagnostics.isEmpty ? "no form" : nil
  }
  let after = Parser.parse(Source(once))
  let both = "\n\(tree.source.text(0..<tree.source.bytes.count))\nbecame\n\(once)"
  if let first = after.diagnostics.first { return "\(first.line):\(both)" }
  if shape(tree.root) != shape(after.root) { return "another tree:\(both)" }
  if comments(tree) != comments(after) { return "other comments:\(both)" }
  if tree.root.children.map(\.helpText) != after.root.children.map(\.helpText) {
    return "other help:\(both)"
  }
  let twice = Formatter.format(after) ?? ""
  if twice != once { return "another form each time:\(both)\nthen\n\(twice)" }
  let lines = once.utf8.split(separator: UInt8(ascii: "\n"))
  return lines.contains { $0.last == UInt8(ascii: " ") } ? "a blank at a line's end:\(both)" : nil
}

private func placeProblem(_ diagnostics: [Diagnostic], in source: Source) -> String? {
  for diagnostic in diagnostics {
    guard let place = diagnostic.place else { return "no place: \(diagnostic.line)" }
    let whole = 0...(place.source ?? source).bytes.count
    guard whole.contains(place.range.lowerBound), whole.contains(place.range.upperBound) else {
      return "outside at \(place.range): \(diagnostic.line)"
    }
  }
  return nil
}

/// Every node with its main text, and how many stand below it.
private func shape(_ root: Syntax) -> [String] {
  var shape: [String] = []
  var waiting = [root]
  while let node = waiting.popLast() {
    let children = node.children
    let hasText = node.kind != .program && node.kind != .lastResultStage
    shape.append("\(node.kind) \(children.count) \(hasText ? node.mainText : "")")
    waiting += children
  }
  return shape
}

private func comments(_ tree: SyntaxTree) -> [String] {
  tree.tokens.filter { $0.kind == .comment }.map { token in
    var bytes = tree.source.bytes[token.range]
    while let last = bytes.last, [0x20, 0x09, 0x0d].contains(last) { bytes.removeLast() }
    return String(decoding: bytes, as: UTF8.self)
  }
}
