import CpayModel
import CpaySyntax

extension ForeignStatement {
  mutating func chain(
    _ words: [ForeignWord], _ stages: inout ForeignStages
  ) -> [[ForeignWord]]? {
    guard !isCareful else { return nil }
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
      if ["loc", "iloc", "values", "str", "data", "rows"].contains(name.lower) { continue }
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
    let inside = [ForeignWord](arguments).unbracketed
    let isEmpty = arguments.count == 2
    let isText = inside.count == 1 && inside[0].isText
    switch name.lower {
    case "copy", "reset_index": return isEmpty ? made : nil
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
