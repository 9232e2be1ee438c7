import CpayValue

/// A value that names with brackets build up: `a[b][c]=1` is an object in an object.
///
/// Every leaf is a text; what reads the request makes numbers or booleans of them.
enum FormNode: Hashable, Sendable {
  case text(String)
  case list([FormNode])
  /// Members in the order they were first named.
  case object([Member])

  /// A named value in an object.
  struct Member: Hashable, Sendable {
    let name: String
    var value: FormNode
  }

  /// The value under `name`, when this is an object that has it.
  subscript(name: String) -> FormNode? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.name.isSame(as: name) }?.value
  }

  /// The text, when this is one.
  var text: String? {
    guard case .text(let text) = self else { return nil }
    return text
  }

  /// The elements, when this is a list.
  var elements: [FormNode]? {
    guard case .list(let elements) = self else { return nil }
    return elements
  }

  /// Writes the value as JSON.
  func write(to writer: inout JSONWriter) {
    switch self {
    case .text(let text): writer.string(text)
    case .list(let elements):
      writer.beginArray()
      for element in elements { element.write(to: &writer) }
      writer.endArray()
    case .object(let members):
      writer.beginObject()
      for member in members {
        writer.key(member.name)
        member.value.write(to: &writer)
      }
      writer.endObject()
    }
  }
}

extension FormNode {
  /// Puts a text at the place that `name` leads to from here.
  ///
  /// - Throws: ``APIError`` (400) when the place is taken, or is no object or list.
  mutating func insert(
    _ text: String, at keys: ArraySlice<FormName.Key>, of name: FormName
  ) throws(APIError) {
    let isNew = self == .object([])
    switch (keys.first, self) {
    case (.next?, .list(var elements)):
      self = .list([])
      elements.append(.text(text))
      self = .list(elements)
    case (.next?, _) where isNew: self = .list([.text(text)])
    case (.member(let key)?, .object(var members)):
      // Let go of, so that the members are changed where they are and not copied.
      self = .text("")
      let index = members.firstIndex { $0.name.isSame(as: key) } ?? members.endIndex
      if keys.count == 1 {
        guard index == members.endIndex else { throw name.refusal("is given twice") }
        members.append(Member(name: key, value: .text(text)))
      } else {
        if index == members.endIndex { members.append(Member(name: key, value: .object([]))) }
        try members[index].value.insert(text, at: keys.dropFirst(), of: name)
      }
      self = .object(members)
    default: throw name.refusal("is given in two ways: as a text, a list or an object")
    }
  }

  /// The value with objects whose members are named `0`, `1`, `2` and so on made into lists.
  func withLists() -> FormNode {
    guard case .object(let members) = self else { return self }
    let inner = members.map { Member(name: $0.name, value: $0.value.withLists()) }
    let indexed = inner.sorted { FormNode.index($0.name) < FormNode.index($1.name) }
    let isList = indexed.indices.allSatisfy { String($0).isSame(as: indexed[$0].name) }
    return isList && !inner.isEmpty ? .list(indexed.map(\.value)) : .object(inner)
  }

  private static func index(_ name: String) -> Int { Int(name) ?? .max }
}
