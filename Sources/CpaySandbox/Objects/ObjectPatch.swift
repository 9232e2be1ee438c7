import CpayValue

/// New values for some members of a JSON object; the others, and their order, stay.
struct ObjectPatch {
  private var values: [(name: String, json: [UInt8])] = []

  /// Whether nothing gets a new value.
  var isEmpty: Bool { values.isEmpty }

  /// Gives the member `name` the value that `write` writes.
  mutating func set(_ name: String, _ write: (inout JSONWriter) -> Void) {
    var writer = JSONWriter()
    write(&writer)
    values.append((name, writer.bytes))
  }

  /// The object with the new values; members it lacks come last.
  func applied(to object: JSONNode) -> String {
    var writer = JSONWriter()
    var rest = values
    writer.beginObject()
    if case .object(let members) = object.content {
      for member in members {
        writer.key(member.name)
        if let index = rest.firstIndex(where: { $0.name.isSame(as: member.name) }) {
          writer.raw(rest.remove(at: index).json)
        } else {
          writer.node(member.value)
        }
      }
    }
    for (name, json) in rest {
      writer.key(name)
      writer.raw(json)
    }
    writer.endObject()
    return String(decoding: writer.bytes, as: UTF8.self)
  }
}

/// Texts by name, in order: evidence and metadata.
struct TextMap: Hashable, Sendable {
  /// One text and its name.
  struct Member: Hashable, Sendable {
    let name: String
    var text: String
  }

  private(set) var members: [Member] = []

  /// The texts of a JSON object; anything in it that is no text is left out.
  ///
  /// With `takingScalars`, numbers and truth values are taken as texts.
  init(_ node: JSONNode?, takingScalars: Bool = false) {
    guard let node, case .object(let members) = node.content else { return }
    for member in members {
      if let text = takingScalars ? member.value.scalarText : member.value.string {
        self.members.append(Member(name: member.name, text: text))
      }
    }
  }

  /// Whether there is nothing in it.
  var isEmpty: Bool { members.isEmpty }

  /// Takes over the texts of `changes`; an empty one removes its name (metadata page).
  mutating func merge(_ changes: TextMap) {
    for change in changes.members {
      let index = members.firstIndex { $0.name.isSame(as: change.name) }
      switch (index, change.text.isEmpty) {
      case (let index?, true): members.remove(at: index)
      case (let index?, false): members[index].text = change.text
      case (nil, false): members.append(change)
      case (nil, true): break
      }
    }
  }

  func write(to writer: inout JSONWriter) {
    writer.beginObject()
    for member in members { writer.member(member.name, member.text) }
    writer.endObject()
  }
}

extension String {
  /// Whether both are the same bytes, as the API compares names and as SQLite compares texts.
  func isSame(as other: String) -> Bool { utf8.elementsEqual(other.utf8) }
}
