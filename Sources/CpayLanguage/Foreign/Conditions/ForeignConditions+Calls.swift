import CpaySyntax
import CpayValue

extension ForeignConditions {
  /// A name with what stands behind dots and in brackets, or a call.
  mutating func path() -> Operand {
    var found: [ForeignWord] = []
    if current?.text == "." {
      index += 1
      guard current?.isName == true else { return Operand(words: [ForeignWord(".")]) }
    }
    while let word = current,
      names.aliases.contains(word.text.lowercased()) || word.text.hasPrefix("@"),
      let dot = at(1), dot.text == ".", dot.isGlued, at(2)?.isName == true,
      at(3)?.text != "(" || at(3)?.isGlued != true || names.isField(at(2)?.text ?? "")
    {
      index += 2
    }
    guard let first = current else { return Operand(words: []) }
    index += 1
    if names.aliases.contains(first.lower), let bracket = current, bracket.text == "[",
      bracket.isGlued, let name = at(1)?.saying, at(2)?.text == "]", names.isField(name)
    {
      index += 3
      found = [ForeignWord(name)]
    } else if let bracket = current, bracket.text == "(", bracket.isGlued, first.isName {
      if let isMissing = Self.nullTests[first.lower], let value = lonelyArgument() {
        return Operand(
          words: value + foreignWords(isMissing ? "==" : "!=", "null"), isCondition: true)
      }
      found = call(first)
    } else if first.lower == "overdue", names.isField("evidence_due_by"), isLone(at: index - 1) {
      return Operand(words: foreignWords("evidence_due_by", "<", "now"), isCondition: true)
    } else {
      found = [ForeignWord(names.field(called: first.text), first.kind)]
    }
    while let sign = current, sign.isGlued {
      if sign == ".", let name = at(1), name.isGlued || at(2)?.text == "(", name.isName {
        let isCall = at(2)?.text == "(" && at(2)?.isGlued == true
        index += 2
        if let made = method(name.lower, of: found, isCall: isCall) {
          if made.isCondition { return made }
          found = made.words
          continue
        }
        found += [ForeignWord(".").glued, name.glued]
      } else if sign == "[" {
        let end = words.end(ofBracketAt: index)
        found += words[index..<end]
        index = end
      } else {
        break
      }
    }
    return Operand(words: found)
  }

  /// Functions that say whether their only argument is missing, or is there.
  static let nullTests = [
    "isnull": true, "is_null": true, "isna": true, "isempty": true, "is_empty": true,
    "notnull": false, "isnotnull": false, "is_not_null": false, "notna": false,
    "exists": false, "defined": false,
  ]

  /// The only argument in the brackets that open here, which it passes; nil, and passes nothing,
  /// where there are more or none.
  mutating func lonelyArgument() -> [ForeignWord]? {
    let start = index
    let arguments = bracketed().elements
    guard arguments.count == 1, depth < Self.maximumDepth else {
      index = start
      return nil
    }
    var reader = ForeignConditions(arguments[0], names, depth: depth + 1)
    let value = reader.operand()
    guard reader.index == arguments[0].count, !value.isCondition, value.words.first?.isName == true
    else {
      index = start
      return nil
    }
    take(reader)
    return keyed(value.words, value.words.last?.text ?? "").beginning(glued: false)
  }

  /// The words in the brackets that open here, and passes them.
  mutating func bracketed() -> [ForeignWord] {
    let end = words.end(ofBracketAt: index)
    defer { index = end }
    return [ForeignWord](words[index..<end]).unbracketed
  }

  mutating func call(_ name: ForeignWord) -> [ForeignWord] {
    let lower = name.lower
    let inside = bracketed()
    let arguments = inside.count > 1 && inside[0] == "(" ? [] : inside.elements
    var written: [[ForeignWord]] = []
    for argument in arguments where depth < Self.maximumDepth {
      var reader = ForeignConditions(argument, names, depth: depth + 1)
      reader.isValue = true
      reader.read()
      take(reader)
      written.append(reader.result.beginning(glued: false))
    }
    if ["coalesce", "ifnull", "nvl", "isnull"].contains(lower), written.count > 1 {
      let values = Array(written.joined(separator: [ForeignWord("??")]))
      return [ForeignWord("(")] + values.beginning(glued: true) + [ForeignWord(")").glued]
    }
    if ["concat", "concat_ws"].contains(lower), let text = Self.text(of: written) {
      return [text]
    }
    if lower == "count", inside.map(\.text) == ["*"] || inside.map(\.text) == ["1"] { written = [] }
    let known = Function(rawValue: lower) != nil || AggregateFunction(rawValue: lower) != nil
    let spelled = Self.functions[lower] ?? (known ? lower : name.text)
    var list: [ForeignWord] = []
    for (place, argument) in written.enumerated() {
      if place > 0 { list.append(ForeignWord(",").glued) }
      list += argument.beginning(glued: place == 0)
    }
    return [ForeignWord(spelled), ForeignWord("(").glued] + list + [ForeignWord(")").glued]
  }

  /// What a method or a part means that values have elsewhere.
  mutating func method(_ name: String, of value: [ForeignWord], isCall: Bool) -> Operand? {
    func made(_ make: (String) -> String?) -> Operand? {
      guard isCall, let text = bracketed().first?.saying else { return nil }
      return Operand(
        words: value + foreignWords("matches") + [pattern(text, make)], isCondition: true)
    }
    switch name {
    case "startswith", "starts_with": return made(Self.starting)
    case "endswith", "ends_with": return made(Self.ending)
    case "contains", "includes": return made(Self.holding)
    case "match", "test": return made(Self.containing)
    case "in" where isCall:
      let values = bracketed().elements.map { $0.beginning(glued: false) }
      return Operand(words: value + inList(values, isNot: false), isCondition: true)
    case "str": return Operand(words: value)
    case "isin" where isCall:
      let inside = bracketed()
      let list = inside.unbracketed.elements.map { $0.beginning(glued: false) }
      return Operand(words: value + inList(list, isNot: false), isCondition: true)
    case "isna", "isnull":
      if isCall { _ = bracketed() }
      return Operand(words: value + foreignWords("==", "null"), isCondition: true)
    case "notna", "notnull":
      if isCall { _ = bracketed() }
      return Operand(words: value + foreignWords("!=", "null"), isCondition: true)
    case "equals" where isCall:
      return Operand(
        words: value + foreignWords("==") + bracketed().beginning(glued: false), isCondition: true)
    case "length", "len", "lower", "upper", "trim", "strip", "tolowercase", "touppercase",
      "tolower",
      "toupper", "size", "abs", "round":
      if isCall { _ = bracketed() } else if name != "length" && name != "size" { return nil }
      let function = Self.functions[name] ?? name
      return Operand(
        words: [ForeignWord(function), ForeignWord("(").glued] + value.beginning(glued: true)
          + [ForeignWord(")").glued])
    default: return nil
    }
  }
}
