import CpayModel
import CpaySyntax

extension ForeignStatement {
  mutating func chain(
    _ words: [ForeignWord], _ stages: inout ForeignStages
  ) -> [[ForeignWord]]? {
    // What follows `=` is no word of an argument here.
    let words = words.partingPaths
    forms.append(.methods)
    let base = words[0]
    var made = [rows(base) ?? foreignWords("disputes")]
    if let resource = ForeignNames.resource(base.text) {
      stages = ForeignStages(names(resource), isCareful: isCareful, arguments: arguments)
    }
    var place = 1
    while place < words.count {
      let sign = words[place]
      if isCareful, !ForeignStatement.isNarrow(Array(words[place...])) { return nil }
      if sign == "[" {
        let end = words.end(ofBracketAt: place)
        let inside = [ForeignWord](words[place + 1..<max(place + 1, end - 1)]).beginning(
          glued: false)
        place = end
        if let found = stages.slice(inside) {
          made += found
        } else if inside.count == 1 && inside[0].isText || inside.first == "[" {
          guard let found = stages.stages(foreignWords("select") + inside) else { return nil }
          made += found
        } else {
          guard let found = located(inside, &stages) else { return nil }
          made += found
        }
        continue
      }
      guard sign == ".", place + 1 < words.count, words[place + 1].isName else {
        // What goes on as stages does, behind the last method.
        let rest = Array(words[place...])
        for stage in ForeignStatement.split(rest.beginning(glued: false)) {
          guard ForeignStages.begins(stage[0].lower), let found = stages.stages(stage) else {
            return nil
          }
          made += found
        }
        break
      }
      let name = words[place + 1]
      place += 2
      if ["loc", "iloc", "values", "str", "data", "rows", "objects", "all"].contains(name.lower),
        words.count == place || words[place] != "("
      {
        continue
      }
      if isCareful, name.text == "close" {
        let isCall = words.dropFirst(place).prefix(2).map(\.text) == ["(", ")"]
        made.append(foreignWords("close"))
        place += isCall ? 2 : 0
        continue
      }
      // disputes.select { |d| d.status == "won" }
      if place < words.count, words[place] == "{",
        ["select", "filter", "where", "map"].contains(name.lower)
      {
        let end = words.end(ofBracketAt: place)
        let verb = name.lower == "map" ? "map" : "where"
        guard let found = stages.stages(foreignWords(verb) + words[place..<end]) else { return nil }
        made += found
        place = end
        continue
      }
      if place < words.count, words[place] == "(" {
        let end = words.end(ofBracketAt: place)
        let arguments = Array(words[place..<end])
        place = end
        guard let found = method(name, arguments, behind: made, &stages) else { return nil }
        made = found
      } else if ["length", "size", "count", "shape"].contains(name.lower) {
        made.append(foreignWords("count"))
      } else if ["first", "last"].contains(name.lower) {
        guard let found = stages.stages([name.spaced]) else { return nil }
        made += found
      } else if ["columns", "dtypes"].contains(name.lower) {
        made.append(foreignWords("describe"))
      } else {
        made.append(foreignWords("select", name.text))
      }
    }
    return made
  }

  /// Whether what goes on from rows keeps some by a condition, or closes those that are left.
  private static func isNarrow(_ words: [ForeignWord]) -> Bool {
    guard words.count > 1, words[0] == "." else { return false }
    let isLast = words.count == 2 || words.dropFirst(2).map(\.text) == ["(", ")"]
    return words[1].text == "close" && isLast
      || ["filter", "where", "filter_by"].contains(words[1].lower) && words.count > 4
        && words[2] == "("
  }

  mutating func method(
    _ name: ForeignWord, _ arguments: [ForeignWord], behind made: [[ForeignWord]],
    _ stages: inout ForeignStages
  ) -> [[ForeignWord]]? {
    let aggregates = ["sum", "mean", "avg", "min", "max", "size", "count"]
    // What is computed of the column, or of each group, that was named before.
    if let last = made.last, last.first == "summarize" || last.first == "select",
      aggregates.contains(name.lower) || name.lower == "value_counts"
    {
      if last.first == "summarize", ["size", "count"].contains(name.lower) { return made }
      if last.first == "select", name.lower == "count" || name.lower == "size" {
        return made.dropLast() + [foreignWords("count")]
      }
      guard name.lower == "value_counts" else { return stages.computed(name, of: made) }
      return stages.summary(foreignWords("by") + last.dropFirst(), "group").map {
        made.dropLast() + $0
      }
    }
    // sum(&:amount)
    let inside = [ForeignWord](
      [ForeignWord](arguments).unbracketed.drop { ["&", ":"].contains($0.text) }
    ).beginning(glued: false)
    let isEmpty = arguments.count == 2
    if aggregates.contains(name.lower), inside.count == 1, inside[0].isName, !isEmpty {
      return stages.computed(name, of: made + [foreignWords("select", inside[0].text)])
    }
    if ["orderbydescending", "order_by_descending", "sortbydescending"].contains(name.lower) {
      return stages.sorted(stages.value(stages.body(inside)), order: "desc").map { made + $0 }
    }
    // sort((a, b) => b.amount - a.amount)
    if name.lower == "sort", inside.count == 14, inside[0] == "(", inside[2] == ",",
      inside[9].text == inside[13].text, inside[10] == "-", stages.names.isField(inside[9].text)
    {
      let isDown = inside[7].text == inside[3].text
      return made + [foreignWords("sort", inside[9].text) + (isDown ? foreignWords("desc") : [])]
    }
    let isText = inside.count == 1 && inside[0].isText
    switch name.lower {
    case "copy", "reset_index": return isEmpty ? made : nil
    case "head" where isEmpty, "tail" where isEmpty:
      return stages.stages([name.spaced, ForeignWord("5", .integer)]).map { made + $0 }
    case "list" where !isEmpty, "all" where !isEmpty:
      let isLimit = inside.count == 3 && inside[0].lower == "limit" && inside[1] == "="
      return isLimit ? made + [foreignWords("take", inside[2].text)] : nil
    case "get" where isText, "retrieve" where isText:
      let id = inside[0].saying ?? ""
      guard made.count == 1, let object = ForeignNames.resource(made[0][0].text), object.isID(id)
      else { return nil }
      return [foreignWords(object.name, id)]
    case "sum" where isText, "mean" where isText, "min" where isText, "max" where isText:
      return stages.computed(name, of: made + [foreignWords("select", inside[0].saying ?? "")])
    case "filter" where inside.first == "items" && inside.count > 2:
      return stages.selected(Array(inside.dropFirst(2))).map { made + $0 }
    case "agg", "aggregate": return aggregated(inside, of: made, &stages)
    case "nunique" where made.last?.first == "select":
      return made + [foreignWords("uniq"), foreignWords("count")]
    case "isna", "notna", "apply", "sample", "fillna", "rename", "pivot_table": return nil
    case "dropna":
      guard inside.count > 2, inside[0] == "subset", inside[1] == "=" else { return nil }
      let tests = stages.list(Array(inside[2...])).map { $0 + foreignWords("!=", "null") }
      let condition = Array(tests.joined(separator: [ForeignWord("and")]))
      return made + [foreignWords("where") + condition.beginning(glued: false)]
    case "sort_values" where made.last?.first == "summarize" && inside.first == "ascending":
      return stages.sorted(foreignWords("n") + inside).map { made + $0 }
    default: break
    }
    if ["get", "filter", "filter_by", "find", "where", "get_by", "find_by"].contains(name.lower),
      inside.count > 2, inside[0].isName, inside[1] == "=", inside[2] != ">",
      arguments.count > inside.count
    {
      return made + [stages.filter(inside)]
    }
    // The first row of each group.
    if name.lower == "first", isEmpty, let group = made.last,
      group.first == "summarize"
    {
      let by = Array(group.dropFirst().prefix { $0 != "n" })
      return made.dropLast() + [foreignWords("uniq") + by]
    }
    guard let found = stages.stages([name.spaced, ForeignWord("(").glued] + arguments.dropFirst())
    else {
      return nil
    }
    return ForeignStatement.appending(found, to: made)
  }
}
