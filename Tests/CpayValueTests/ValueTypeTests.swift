import CpayValue
import Testing

@Suite struct ValueTypeTests {
  static let status = EnumType(
    name: "status", plural: "statuses",
    members: [EnumType.Member("open", ""), EnumType.Member("closed", "")])

  @Test(
    arguments: [
      (.null, "null"), (.bool, "true or false"), (.int, "a whole number"),
      (.decimal, "a decimal number"), (.file, "a file"), (.money, "money"),
      (.currency, "a currency"), (.string, "text"), (.timestamp, "a time"),
      (.duration, "a duration"), (.id(prefix: "ch_", of: "charge"), "id<charge>"),
      (.enumeration(status), "a status"), (.map, "a map of texts"),
      (.record(RecordType(name: "evidence", keys: [])), "evidence"),
      (.list(.list(.int)), "a list of a list of a whole number"),
    ] as [(ValueType, String)])
  func `has a name for messages`(type: ValueType, name: String) {
    #expect(type.name == name)
  }

  @Test func `finds members by their bytes`() {
    #expect(Self.status.index(of: "open") == 0)
    #expect(Self.status.index(of: "closed") == 1)
    #expect(Self.status.index(of: "Open") == nil)
    #expect(Self.status.index(of: "") == nil)
  }

  @Test func `finds keys by their bytes`() {
    let type = RecordType(
      name: "r", keys: [RecordType.Key("K", .string, ""), RecordType.Key("é", .int, "")])
    #expect(type.key("K")?.type == .string)
    #expect(type.key("\u{212a}") == nil)
    #expect(type.key("e\u{301}") == nil)
  }
}
