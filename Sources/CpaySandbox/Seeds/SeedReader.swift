import CpayValue

/// Reads a seed's text: a JSON array of objects, or one object a line.
enum SeedReader {
  /// Hands over the objects of `bytes`, each checked.
  ///
  /// - Throws: ``SandboxError`` with the line of the first object that is not one of the API's.
  static func objects(
    _ bytes: [UInt8], name: String, _ body: (StoredObject) throws -> Void
  ) throws {
    var ids: Set<[UInt8]> = []
    for located in try nodes(bytes, name) {
      let object: StoredObject
      do throws(SeedFault) {
        object = try SeedCheck.object(located.node)
      } catch {
        throw SandboxError("seed \(name), line \(located.line): \(error.reason)")
      }
      guard ids.insert(Array(object.id.utf8)).inserted else {
        throw SandboxError("seed \(name), line \(located.line): the id \(object.id) occurs twice")
      }
      try body(object)
    }
  }

  private static func nodes(
    _ bytes: [UInt8], _ name: String
  ) throws(SandboxError) -> [(node: JSONNode, line: Int)] {
    let first = bytes.first { ![0x20, 0x09, 0x0a, 0x0d].contains($0) }
    return first == UInt8(ascii: "[") ? try array(bytes, name) : try lines(bytes, name)
  }

  private static func array(
    _ bytes: [UInt8], _ name: String
  ) throws(SandboxError) -> [(node: JSONNode, line: Int)] {
    guard case .array(let elements) = try node(bytes, name, firstLine: 1).content else { return [] }
    var (line, position) = (1, 0)
    return elements.map { element in
      line += newlines(bytes[position..<element.range.lowerBound])
      position = element.range.lowerBound
      return (element, line)
    }
  }

  private static func lines(
    _ bytes: [UInt8], _ name: String
  ) throws(SandboxError) -> [(node: JSONNode, line: Int)] {
    var nodes: [(node: JSONNode, line: Int)] = []
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() {
      guard line.contains(where: { ![0x20, 0x09, 0x0d].contains($0) }) else { continue }
      nodes.append((try node(Array(line), name, firstLine: index + 1), index + 1))
    }
    return nodes
  }

  private static func node(
    _ bytes: [UInt8], _ name: String, firstLine: Int
  ) throws(SandboxError) -> JSONNode {
    do {
      return try JSONReader.read(bytes)
    } catch {
      let line = firstLine + newlines(bytes.prefix(error.offset))
      throw SandboxError("seed \(name), line \(line): the text is not JSON: \(error.reason)")
    }
  }

  private static func newlines(_ bytes: ArraySlice<UInt8>) -> Int {
    bytes.count { $0 == UInt8(ascii: "\n") }
  }
}
