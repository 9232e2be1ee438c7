import CpayClient
import CpayValue
import Crypto
import Testing

@Suite struct WebhookSignatureTests {
  private static let now = Timestamp(seconds: 1_707_220_800)
  private static let body = Array(#"{"id":"evt_1"}"#.utf8)

  private static func sign(_ seconds: Int64, secret: String = "whsec_1") -> String {
    let code = HMAC<SHA256>.authenticationCode(
      for: Array("\(seconds).".utf8) + body, using: SymmetricKey(data: Array(secret.utf8)))
    return code.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  private static func verify(_ header: String) -> WebhookSignature.Failure? {
    do throws(WebhookSignature.Failure) {
      try WebhookSignature.verify(header, body: body, secret: "whsec_1", now: now)
      return nil
    } catch {
      return error
    }
  }

  struct Row: Sendable, CustomTestStringConvertible {
    let header: String
    let failure: WebhookSignature.Failure?
    var testDescription: String { header }

    init(_ header: String, _ failure: WebhookSignature.Failure?) {
      (self.header, self.failure) = (header, failure)
    }
  }

  private static let (time, good, zeros) = (
    now.seconds, sign(now.seconds), String(repeating: "0", count: 64)
  )

  @Test(arguments: [
    Row("t=\(time),v1=\(good)", nil), Row("v1=\(good),t=\(time)", nil),
    Row("t=\(time), v1=\(zeros), v1=\(good), v0=x", nil),
    Row("t=\(time - 300),v1=\(sign(time - 300))", nil),
    Row("t=\(time + 300),v1=\(sign(time + 300))", nil),
    Row("t=\(time - 301),v1=\(sign(time - 301))", .outOfTime),
    Row("t=\(time + 301),v1=\(sign(time + 301))", .outOfTime),
    Row("t=\(Int64.max),v1=\(good)", .outOfTime),
    Row("t=\(time),v1=\(zeros)", .wrong), Row("t=\(time - 1),v1=\(good)", .wrong),
    Row("t=\(time),v1=\(sign(time, secret: "whsec_2"))", .wrong),
    Row("t=\(time)", .malformed), Row("v1=\(good)", .malformed), Row("", .malformed),
    Row("t=\(time),t=\(time),v1=\(good)", .malformed),
    Row("t=\(time),v1=\(good.uppercased())", .malformed),
    Row("t=\(time),v1=\(good.dropLast())", .malformed),
    Row("t=-1,v1=\(good)", .malformed), Row("t=,v1=\(good)", .malformed),
    Row("sha256=\(good)", .malformed), Row("t=99999999999999999999,v1=\(good)", .malformed),
  ])
  func `believes what is signed, by us and now`(row: Row) {
    #expect(Self.verify(row.header) == row.failure)
  }

  @Test func `one changed byte is not believed`() {
    let header = "t=\(Self.time),v1=\(Self.good)"
    #expect(throws: WebhookSignature.Failure.wrong) {
      try WebhookSignature.verify(
        header, body: Self.body + [0x20], secret: "whsec_1", now: Self.now)
    }
  }
}
