import CpayValue
import Testing

@testable import CpaySandbox

@Suite struct MangledRequestTests {
  private static let body = """
    {"evidence":{"customer_name":"Jane","receipt":"file_lease_001"},"metadata":{"a":"b"},\
    "submit":false}
    """
  private static let queries = [
    "/v1/disputes?limit=3&status=lost&starting_after=dp_a1", "/v1/disputes/dp_a1?x=%41",
    "/_sandbox?", "/v1/disputes/dp_a1/close",
  ]
  private static let pieces = [
    "\"", "{", "}", "[", "]", ",", ":", "\\", "\\u0000", "\\ud800", "null", "1e999", "-", "%",
    "%00",
    "%ff", "&", "=", "é", "\u{202e}", "99999999999999999999", "?", "/", "..", "+",
  ]

  /// The text with one to four places cut, doubled or replaced.
  private static func mangled(_ text: String, _ random: inout SplitMix64) -> String {
    var characters = text.map(String.init)
    for _ in 0..<random.number(1...4) where !characters.isEmpty {
      let place = Int(random.number(0...Int64(characters.count - 1)))
      switch random.number(0...2) {
      case 0: characters.remove(at: place)
      case 1: characters[place] = pieces[Int(random.number(0...Int64(pieces.count - 1)))]
      default: characters.removeSubrange(place..<min(characters.count, place + 9))
      }
    }
    return characters.joined()
  }

  @Test(arguments: 0..<20)
  func `a mangled request is answered, and never with a failure`(seed: Int) async throws {
    try await withSandbox { client, server in
      var random = SplitMix64(UInt64(seed))
      for _ in 0..<25 {
        let update = try await client.post(
          "/v1/disputes/dp_a1", Self.mangled(Self.body, &random))
        #expect((200..<500).contains(update.status), "\(update.text)")
        let query = random.pick(Self.queries.map { ($0, 1) })
        let path = "/" + Self.mangled(query, &random).dropFirst()
        let read = try await client.get(path)
        #expect((200..<500).contains(read.status), "\(path) \(read.text)")
      }
      let dispute = try await client.get("/v1/disputes/dp_a1").json
      #expect(try SeedCheck.object(dispute).id == "dp_a1")
      #expect(try await server.effects().allSatisfy { $0.dispute == "dp_a1" })
    }
  }
}
