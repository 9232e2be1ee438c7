import CpayModel
import CpayValue
import Testing

@Suite struct DisputeTests {
  struct Field: Sendable, CustomTestStringConvertible {
    let name: String
    let type: String
    let isNullable: Bool
    let isServerFilter: Bool
    let form: ColumnLayout.Form

    init(
      _ name: String, _ type: String, _ form: ColumnLayout.Form, nullable: Bool = false,
      filter: Bool = false
    ) {
      self.name = name
      self.type = type
      self.isNullable = nullable
      self.isServerFilter = filter
      self.form = form
    }

    var testDescription: String { name }
  }

  static let fields = [
    Field("id", "id<dispute>", .string),
    Field("charge", "id<charge>", .string, filter: true),
    Field("payment_intent", "id<payment_intent>", .string, nullable: true, filter: true),
    Field("amount", "money", .integer),
    Field("currency", "a currency", .string),
    Field("status", "a dispute status", .string, filter: true),
    Field("reason", "a dispute reason", .string),
    Field("evidence", "evidence", .object),
    Field("evidence_due_by", "a time", .integer, nullable: true),
    Field("metadata", "a map of texts", .object, nullable: true),
    Field("created", "a time", .integer),
  ]

  @Test(arguments: fields)
  func `has the fields of the disputes page`(field: Field) throws {
    let found = try #require(Resource.dispute.field(field.name))
    #expect(found.type.type.name == field.type)
    #expect(found.type.isNullable == field.isNullable)
    #expect(found.isServerFilter == field.isServerFilter)
    let slot = try #require(Resource.dispute.layout.slot(field.name))
    #expect(Resource.dispute.layout.columns[slot].form == field.form)
  }

  @Test func `has eleven fields in the page's order`() {
    #expect(Resource.dispute.fields.count == 11)
    #expect(Resource.dispute.fields.map(\.name) == Self.fields.map(\.name))
  }

  @Test func `filters at the server by charge, payment_intent and status`() {
    let filters = Resource.dispute.fields.filter(\.isServerFilter).map(\.name)
    #expect(filters == ["charge", "payment_intent", "status"])
  }

  @Test func `has seven statuses in the page's order`() {
    #expect(
      EnumType.disputeStatus.members.map(\.name) == [
        "warning_needs_response", "warning_under_review", "warning_closed", "needs_response",
        "under_review", "won", "lost",
      ])
    #expect(EnumType.disputeStatus.index(of: "won") == 5)
    #expect(EnumType.disputeStatus.index(of: "charge_refunded") == nil)
  }

  @Test func `has seven reasons in the page's order`() {
    #expect(
      EnumType.disputeReason.members.map(\.name) == [
        "duplicate", "fraudulent", "general", "product_not_received", "product_unacceptable",
        "subscription_canceled", "unrecognized",
      ])
  }

  @Test func `names only statuses of the page`() {
    for status in DisputeStatus.open + DisputeStatus.accepted {
      #expect(EnumType.disputeStatus.index(of: status) != nil)
    }
    #expect(Set(DisputeStatus.open).isDisjoint(with: DisputeStatus.accepted))
  }

  @Test func `has five evidence keys`() {
    #expect(
      RecordType.evidence.keys.map(\.name) == [
        "customer_name", "customer_email", "billing_address", "receipt", "service_documentation",
      ])
    #expect(RecordType.evidence.key("receipt")?.type == .id(prefix: "file_", of: "file"))
    #expect(RecordType.evidence.key("Receipt") == nil)
  }

  @Test func `reads an object of the page`() throws {
    let json = #"""
      {"id":"dp_a1","object":"dispute","charge":"ch_1","payment_intent":"pi_1","amount":120000,
      "currency":"eur","status":"needs_response","reason":"unrecognized","evidence":{},
      "evidence_due_by":1707350400,"created":1706140800}
      """#
    var scanner = RowScanner(Resource.dispute.layout)
    let row = try scanner.object(Array(json.utf8))[0]
    let layout = Resource.dispute.layout
    #expect(row.integer(try #require(layout.slot("amount"))) == 120_000)
    #expect(row.currency(try #require(layout.slot("currency")))?.code == "eur")
    #expect(row.isNull(try #require(layout.slot("metadata"))))
  }
}
