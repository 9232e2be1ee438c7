import CpayModel
import CpayValue
import Testing

@Suite struct ResourceTests {
  @Test(arguments: [
    ("dp_1", true), ("dp_a1B2_c3", true), ("dp_" + String(repeating: "a", count: 64), true),
    ("dp_", false), ("dp_" + String(repeating: "a", count: 65), false), ("dp", false), ("", false),
    ("ch_1", false), ("DP_1", false), ("dp_a b", false), ("dp_a-b", false), ("dp_a/b", false),
    ("dp_..", false), ("dp_%2f", false), ("dp_é", false), ("dp_１", false), ("dp_\u{212a}", false),
    ("dp_a\n", false), ("dp_a\0", false), (" dp_1", false), ("dp_1?x=1", false), ("xdp_1", false),
    ("dp_e\u{301}", false),
  ])
  func `knows its ids`(text: String, isID: Bool) {
    #expect(Resource.dispute.isID(text) == isID)
  }

  @Test(arguments: Resource.served + [.outcome])
  func `has a table that holds together`(resource: Resource) {
    let names = resource.fields.map(\.name)
    #expect(Set(names).count == names.count)
    #expect(resource.tableColumns.allSatisfy { resource.field($0) != nil })
    #expect(resource.fields.allSatisfy { !$0.doc.isEmpty })
    #expect(resource.layout.columns.map(\.name) == names)
    #expect(resource.path == "/v1/\(resource.plural)")
    for field in resource.fields {
      #expect(
        resource.layout.columns.first { $0.name == field.name }?.isRequired
          == !field.type.isNullable)
    }
    for filter in resource.filters {
      #expect(!filter.doc.isEmpty)
      #expect(filter.field == nil || resource.field(filter.field ?? "") != nil)
    }
  }

  @Test(arguments: [
    ("disputes", "charge payment_intent status"), ("files", "purpose"),
    ("charges", "customer payment_intent created[gte]"), ("payment_intents", ""),
    ("customers", ""), ("webhook_endpoints", ""),
    ("events", "type types[] created[gte] created[lte] delivery_success"),
  ])
  func `filters as its page says`(plural: String, filters: String) throws {
    let resource = try #require(Resource.served.first { $0.plural == plural })
    #expect(resource.filters.map(\.name).joined(separator: " ") == filters)
  }

  @Test func `is known by a prefix of its own`() {
    #expect(Set(Resource.served.map(\.idPrefix)).count == Resource.served.count)
  }

  @Test func `finds fields by their bytes`() {
    #expect(Resource.dispute.field("amount")?.type.type == .money)
    #expect(Resource.dispute.field("Amount") == nil)
    #expect(Resource.dispute.field("") == nil)
  }
}
