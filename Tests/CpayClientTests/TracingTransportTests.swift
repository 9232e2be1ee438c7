import CpayClient
import HTTPTypes
import Synchronization
import Testing

@Suite struct TracingTransportTests {
  @Test func `tells of each request once it is over`() async throws {
    let told = Mutex<[String]>([])
    let stub = StubTransport { request in
      request.path == "/no"
        ? .failure(TransportFailure(.notSent, "refused"))
        : .success(WireResponse(status: 404, headers: [.requestID: "req_1"], body: [1]))
    }
    let tracing = TracingTransport(stub) { exchange in
      #expect(exchange.elapsed >= .zero)
      told.withLock {
        $0.append("\(exchange.method) \(exchange.target) \(exchange.status ?? 0)")
      }
    }
    let response = try await tracing.send(
      WireRequest(.get, "/yes", query: [WireRequest.Parameter("a", "b")]))
    #expect(response.status == 404 && response.body == [1] && response.requestID == "req_1")
    await #expect(throws: TransportFailure(.notSent, "refused")) {
      try await tracing.send(WireRequest(.post, "/no"))
    }
    #expect(told.withLock { $0 } == ["GET /yes?a=b 404", "POST /no 0"])
  }

  @Test func `tells nothing of header and body`() async throws {
    let told = Mutex("")
    let stub = StubTransport { _ in .success(WireResponse(status: 200, body: [])) }
    let tracing = TracingTransport(stub) { exchange in
      told.withLock { text in _ = dump(exchange, to: &text) }
    }
    _ = try await tracing.send(
      WireRequest(
        .post, "/", headers: [.authorization: "Bearer hunter2"], body: Array("hunter2".utf8)))
    #expect(told.withLock { !$0.isEmpty && !$0.contains("hunter2") })
  }
}
