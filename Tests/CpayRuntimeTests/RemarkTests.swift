import CpayClient
import CpayLanguage
import CpayModel
import CpayTestSupport
import CpayValue
import Testing

@testable import CpayRuntime

@Suite struct RemarkTests {
  @Test func `a remark is one line`() {
    #expect(Remark.note("a").line == "note: a")
    #expect(Remark.warning(code: "W110", "a").line == "warning W110: a")
  }
}
