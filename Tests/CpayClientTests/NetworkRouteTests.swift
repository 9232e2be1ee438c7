import HTTPTypes
import Testing

@testable import CpayClient

/// The way through an office: a proxy that is named, and no other.
@Suite struct NetworkRouteTests {
  @Test(arguments: [
    ("http://proxy:3128", "http://proxy:3128"),
    ("http://Proxy.Example:80/", "http://proxy.example:80"),
    ("http://10.0.0.1:8080", "http://10.0.0.1:8080"), ("proxy:3128", nil), ("http://proxy", nil),
    ("https://proxy:3128", nil), ("http://u:p@proxy:3128", nil), ("http://proxy:0", nil),
    ("http://proxy:70000", nil), ("http://proxy:3128/x", nil), ("http://:3128", nil), ("", nil),
    ("http://proxy:+80", nil), ("http://prüxy:80", nil),
  ])
  func `a proxy has a host and a port`(text: String, shown: String?) {
    #expect((try? ProxyAddress(parsing: text))?.description == shown)
  }

  @Test func `a proxy is asked for a tunnel, and sees no key`() async throws {
    try await withRawServer { _ in
      .status(502)
    } _: { server in
      let origin = try APIOrigin(parsing: "https://api.example.com")
      let route = NetworkRoute(proxy: try ProxyAddress(parsing: "http://127.0.0.1:\(server.port)"))
      let transport = AsyncHTTPTransport(to: origin, via: route)
      let request = WireRequest(
        .get, "/v1/disputes", headers: [.authorization: "Bearer sk_test_CANARY"])
      await #expect(throws: TransportFailure.self) { try await transport.send(request) }
      #expect(server.requests.first?.hasPrefix("CONNECT api.example.com:443") == true)
      #expect(!server.requests.joined().contains("CANARY"))
      await transport.shutdown()
    }
  }

  @Test func `what stays on this machine needs no proxy`() async throws {
    try await withRawServer { _ in
      .status(200, body: "{}")
    } _: { server in
      let route = NetworkRoute(proxy: try ProxyAddress(parsing: "http://127.0.0.1:1"))
      let transport = AsyncHTTPTransport(to: .loopback(port: server.port), via: route)
      #expect(try await transport.send(WireRequest(.get, "/v1/x")).status == 200)
      await transport.shutdown()
    }
  }
}
