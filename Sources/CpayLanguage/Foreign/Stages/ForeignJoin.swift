import CpayModel
import CpaySyntax

/// A join as it is written elsewhere: `join charges on charge`, `left join @f.csv using (charge)`.
struct ForeignJoin {
  /// The stage that does the same.
  let stage: [ForeignWord]

  /// The stage for what stands behind `join`; nil where something in it has no like.
  ///
  /// An object that each row names is looked up; other rows are read, or are in a variable.
  init?(_ words: [ForeignWord], kind: String?, _ names: ForeignNames, isSure: Bool) {
    var words = words
    if ["to", "with", "read"].contains(words.first?.lower ?? "") { words.removeFirst() }
    guard let first = words.first else { return nil }
    if let other = ForeignNames.resource(first.text) {
      guard isSure, names.resource.field(other.name) != nil,
        let terms = Terms(Array(words.dropFirst())), (terms.kind ?? kind) != "outer",
        [other.name, "id"].contains(terms.column ?? other.name)
      else { return nil }
      stage = foreignWords("expand", other.name)
      return
    }
    var rows = [first.spaced]
    var rest = Array(words.dropFirst())
    if first.text == "$(" || first.text == "(" {
      let end = words.end(ofBracketAt: 0)
      let inside = [ForeignWord](words[..<end]).unbracketed
      guard first.text == "$(" || inside.first == "read" else { return nil }
      let path = inside.first == "read" ? ForeignPath(Array(inside.dropFirst())) : nil
      let read = path.map { [ForeignWord("read").glued, ForeignWord($0.written, .file)] + $0.rest }
      rows =
        [ForeignWord("$(")] + (read ?? inside).beginning(glued: true) + [ForeignWord(")").glued]
      rest = Array(words[end...])
    } else if first.kind != .variable {
      guard let path = ForeignPath(words),
        RecordFormat(fileName: path.written.filter { $0 != "\"" }) != nil
      else { return nil }
      rows = [
        ForeignWord("$("), ForeignWord("read").glued, ForeignWord(path.written, .file),
        ForeignWord(")").glued,
      ]
      rest = path.rest
    }
    guard let terms = Terms(rest), let column = terms.column else { return nil }
    let way = terms.kind ?? kind
    guard ["inner", "left", nil].contains(way) else { return nil }
    func argument(_ name: String, _ value: String) -> [ForeignWord] {
      [ForeignWord(name), ForeignWord("=").glued, ForeignWord(value).glued]
    }
    stage =
      foreignWords("join") + rows + argument("on", column)
      + (way.map { argument("kind", $0) } ?? [])
  }

  /// The column that both sides have, and the kind of the join, as far as they are told.
  private struct Terms {
    var column: String?
    var kind: String?

    init?(_ words: [ForeignWord]) {
      var place = 0
      while place < words.count {
        let word = words[place].lower
        let hasSign = place + 1 < words.count && ["=", ":"].contains(words[place + 1].text)
        if word == "," {
          place += 1
          continue
        }
        let isNamed = ["on", "using", "by", "kind", "how"].contains(word)
        let start = isNamed ? place + (hasSign ? 2 : 1) : place
        guard start < words.count, isNamed || column == nil && words.count == 1 else { return nil }
        let end =
          ["(", "["].contains(words[start].text) ? words.end(ofBracketAt: start) : start + 1
        let inside = [ForeignWord](words[start..<end]).unbracketed
        if let (name, length) = Terms.same(Array(words[start...])) {
          column = name
          place = start + length
        } else {
          guard inside.count == 1, inside[0].isName || inside[0].isText else { return nil }
          let text = inside[0].saying ?? inside[0].text
          if ["kind", "how"].contains(word) { kind = text.lowercased() } else { column = text }
          place = end
        }
      }
    }

    /// `a.charge = b.charge`, or `a.charge = b.id`: the column, and how many words that takes.
    private static func same(_ words: [ForeignWord]) -> (String, Int)? {
      guard words.count > 6, words[1] == ".", ["=", "=="].contains(words[3].text), words[5] == "."
      else { return nil }
      let columns = Set([words[2].lower, words[6].lower]).subtracting(["id"])
      return columns.count == 1 ? columns.first.map { ($0, 7) } : nil
    }
  }
}
