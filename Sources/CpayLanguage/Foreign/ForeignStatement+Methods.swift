import CpayModel
import CpaySyntax

extension ForeignStatement {
  mutating func chain(
    _ words: [ForeignWord], _ stages: inout ForeignStages
  ) -> [[ForeignWord]]? {
    guard !isCareful else { return nil }
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
          made.append(foreignWords("where") + stages.condition(inside))
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
      } else if ["length", "size", "count"].contains(name.lower) {
        made.append(foreignWords("count"))
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
    var made = made
    let aggregates = ["sum", "mean", "avg", "min", "max", "size", "count"]
    // What is computed of the column, or of each group, that was named before.
    if let last = made.last, last.first == "summarize" || last.first == "select",
      aggregates.contains(name.lower) || name.lower == "value_counts"
    {
      if last.first == "summarize", ["size", "count"].contains(name.lower) { return made }
      let field = last.first == "select" ? Array(last.dropFirst()) : []
      if last.first == "select", name.lower == "count" || name.lower == "size" {
        return made.dropLast() + [foreignWords("count")]
      }
      made.removeLast()
      if name.lower == "value_counts" {
        return stages.summary(foreignWords("by") + field, "group").map { made + $0 }
      }
      var by: [ForeignWord] = []
      if let group = made.last, group.first == "summarize" {
        by = Array(group.dropFirst().prefix { $0 != "n" })
        made.removeLast()
      }
      let call =
        [name.spaced, ForeignWord("(").glued] + field.beginning(glued: true) + [
          ForeignWord(")").glued
        ]
      return stages.summary(call + by, "summarize").map { made + $0 }
    }
    let inside = [ForeignWord](arguments).unbracketed
    if ["get", "filter", "filter_by", "find", "where", "get_by", "find_by"].contains(name.lower),
      inside.count > 2, inside[0].isName, inside[1] == "=", inside[2] != ">",
      arguments.count > inside.count
    {
      return made + [stages.filter(inside)]
    }
    // The first row of each group.
    if name.lower == "first", arguments.count == 2, let group = made.last,
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
