import CpayModel
import CpayTestSupport
import CpayValue
import Testing

@testable import CpayClient

@Suite struct ObjectTests {
  static let dispute = #"""
    {"id":"dp_xyz789","object":"dispute","charge":"ch_abc123","payment_intent":"pi_1a2b3c4d",
    "amount":120000,"currency":"eur","status":"needs_response","reason":"unrecognized",
    "evidence":{},"evidence_due_by":1707350400,"created":1706140800}
    """#

  private static func read<Object: APIObject>(_ text: String) throws -> Object {
    try Object(json: Array(text.utf8))
  }

  @Test func `the dispute of the API page has all its members`() throws {
    let dispute: Dispute = try Self.read(Self.dispute)
    #expect(dispute.id == "dp_xyz789" && dispute.charge == .id("ch_abc123"))
    #expect(dispute.paymentIntent?.id == "pi_1a2b3c4d")
    #expect(dispute.amount.minor == 120_000 && dispute.amount.currency.code == "eur")
    #expect(dispute.status == .needsResponse && dispute.isOpen)
    #expect(dispute.reason == .unrecognized && dispute.evidence == Evidence())
    #expect(dispute.evidenceDueBy?.seconds == 1_707_350_400 && dispute.metadata.isEmpty)
    #expect(dispute.created.seconds == 1_706_140_800)
  }

  @Test func `what the API adds later is kept`() throws {
    let text = Self.dispute.replacing("needs_response", with: "in_arbitration")
      .replacing(
        "\"evidence\":{}", with: #""evidence":{"customer_name":"Ana","video":"v"},"new":[1]"#)
    let dispute: Dispute = try Self.read(text)
    #expect(dispute.status == .other("in_arbitration") && dispute.status.text == "in_arbitration")
    #expect(!dispute.isOpen && dispute.evidence.customerName == "Ana")
    #expect(dispute.json["new"]?.kindName == "a list")
    #expect(dispute.json["evidence"]?["video"]?.string == "v")
  }

  @Test func `a reference is an id or the whole object`() throws {
    let charge = #"""
      {"id":"ch_abc123","object":"charge","amount":5,"currency":"eur","status":"succeeded",
      "customer":{"id":"cus_1","object":"customer","name":"Ana","created":1},"created":1}
      """#
    let dispute: Dispute = try Self.read(
      Self.dispute.replacing(#""ch_abc123""#, with: charge))
    #expect(dispute.charge.id == "ch_abc123")
    #expect(dispute.charge.object?.customer?.object?.name == "Ana")
  }

  @Test(arguments: ["id", "charge", "amount", "currency", "status", "reason", "created"])
  func `a dispute without what the page promises is none`(field: String) throws {
    let text = Self.dispute.replacing("\"\(field)\":", with: "\"x_\(field)\":")
    #expect(throws: ReadFailure.self) { let _: Dispute = try Self.read(text) }
  }

  @Test(arguments: ["", "{}", "[]", #"{"object":"charge","id":"dp_1"}"#, "{", "null"])
  func `what is no dispute is not taken for one`(text: String) {
    #expect(throws: ReadFailure.self) { let _: Dispute = try Self.read(text) }
  }

  @Test func `the enums have the members of the tables`() {
    func same<Known: CaseIterable & RawRepresentable<String>>(
      _ known: Known.Type, _ table: EnumType
    ) -> Bool { Known.allCases.map(\.rawValue) == table.members.map(\.name) }
    #expect(same(Dispute.Status.self, .disputeStatus))
    #expect(same(Dispute.Reason.self, .disputeReason))
    #expect(same(Charge.Status.self, .chargeStatus))
    #expect(same(PaymentIntent.Status.self, .paymentIntentStatus))
    #expect(same(File.Purpose.self, .filePurpose))
    #expect(same(Event.Kind.self, .eventType))
    #expect(same(WebhookEndpoint.Status.self, .webhookEndpointStatus))
    #expect(Evidence.members.map(\.name) == RecordType.evidence.keys.map(\.name))
  }

  @Test func `an event carries the object it is about`() throws {
    let event: Event = try Self.read(
      #"{"id":"evt_1","object":"event","type":"dispute.lost","data":{"object":\#(Self.dispute)},"#
        + #""request":{"id":null,"idempotency_key":"cp1_x"},"created":1}"#)
    #expect(event.type == .disputeLost && event.idempotencyKey == "cp1_x")
    #expect(try event.object(as: Dispute.self).id == "dp_xyz789")
    #expect(throws: ReadFailure.self) { try event.object(as: Charge.self) }
  }
}
