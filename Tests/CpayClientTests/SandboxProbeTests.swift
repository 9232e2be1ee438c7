import CpayClient
import CpayValue
import HTTPTypes
import Testing

@Suite struct SandboxProbeTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let status: Int
    let isMarked: Bool
    let body: String
    let instance: String?
    var testDescription: String { "\(status) \(isMarked) \(body)" }

    init(_ status: Int, isMarked: Bool = true, _ body: String, _ instance: String?) {
      self.status = status
      self.isMarked = isMarked
      self.body = body
      self.instance = instance
    }
  }

  @Test(arguments: [
    Row(200, #"{"instance":"i1","now":7}"#, "i1"),
    Row(200, isMarked: false, #"{"instance":"i1","now":7}"#, nil),
    Row(404, #"{"instance":"i1","now":7}"#, nil), Row(200, #"{"instance":"i1"}"#, nil),
    Row(200, #"{"instance":"i\n1 /x","now":7}"#, nil), Row(200, #"{"instance":"","now":7}"#, nil),
    Row(200, #"{"instance":1,"now":7}"#, nil), Row(200, "", nil), Row(302, "", nil),
  ])
  func `a sandbox is one that says so in every way`(row: Row) async throws {
    let transport = StubTransport { _ in
      .success(
        WireResponse(
          status: row.status, headers: row.isMarked ? [.sandbox: "1"] : [:],
          body: Array(row.body.utf8)))
    }
    let identity = try await SandboxProbe.identity(transport)
    #expect(identity?.instance == row.instance)
    #expect(transport.requests.map(\.target) == ["/_sandbox"])
    #expect(transport.requests.allSatisfy { $0.headers.isEmpty })
  }

  @Test func `no answer is a failure, not another server`() async {
    let failure = TransportFailure(.notSent, "refused")
    await #expect(throws: failure) {
      try await SandboxProbe.identity(StubTransport { _ in .failure(failure) })
    }
  }
}
