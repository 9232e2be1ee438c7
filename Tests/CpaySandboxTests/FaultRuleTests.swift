import Testing

@testable import CpaySandbox

@Suite struct FaultRuleTests {
  @Test(arguments: [
    ("*:reset", "*:reset:every=1:before"),
    ("*:hang:after", "*:hang:every=1:after"),
    ("POST /v1/disputes/*:reset:once:after", "POST /v1/disputes/*:reset:once:after"),
    ("GET /v1/**:status=503:rate=0.10", "GET /v1/**:status=503:rate=0.1:before"),
    ("GET /:trickle:rate=1", "GET /:trickle:rate=1:before"),
    ("DELETE /v1/x/:garbage:nth=3", "DELETE /v1/x/:garbage:nth=3:before"),
    ("GET /v1/disputes/*:stale:every=5:before", "GET /v1/disputes/*:stale:every=5:before"),
    ("*:slow-head", "*:slow-head=5:every=1:before"),
    ("*:slow-head=0.25:once", "*:slow-head=0.25:once:before"),
    ("*:truncate:rate=0.000000001", "*:truncate:rate=0.000000001:before"),
    ("*:wrong-length:after", "*:wrong-length:every=1:after"),
    ("WEBHOOK *:late", "WEBHOOK *:late=60:every=1:before"),
    (
      "WEBHOOK dispute.created:duplicate:nth=2",
      "WEBHOOK dispute.created:duplicate:nth=2:before"
    ),
  ])
  func `a rule is written in full and reads as the same again`(
    text: String, full: String
  ) throws {
    let rule = try FaultRule(text)
    #expect(rule.description == full)
    #expect(try FaultRule(full) == rule)
  }

  @Test(arguments: [
    ("", "the fault '' must be written MATCH:KIND:HOWOFTEN:PHASE"),
    ("*", "the fault '*' must be written MATCH:KIND:HOWOFTEN:PHASE"),
    ("*:a:b:c:d", "the fault '*:a:b:c:d' must be written MATCH:KIND:HOWOFTEN:PHASE"),
    (
      "POST:reset",
      "a fault strikes *, METHOD /path, WEBHOOK event.type or WEBHOOK *, not 'POST'"
    ),
    (
      "GET  /x:reset",
      "a fault strikes *, METHOD /path, WEBHOOK event.type or WEBHOOK *, not 'GET  /x'"
    ),
    ("PUT /x:reset", "the method of a fault is GET, POST, DELETE or WEBHOOK, not 'PUT'"),
    ("GET x:reset", "the path of a fault starts with / and has no query, not 'x'"),
    ("GET /x?a=b:reset", "the path of a fault starts with / and has no query, not '/x?a=b'"),
    (
      "GET /v1/dp_*:reset",
      "in the path of a fault * is a whole segment and ** the last one, not 'dp_*'"
    ),
    (
      "GET /v1/**/close:reset",
      "in the path of a fault * is a whole segment and ** the last one, not '**'"
    ),
    ("WEBHOOK a.*:late", "an event type is like dispute.created, or *, not 'a.*'"),
    ("*:status=399", "the status of a fault is 400 to 599, not '399'"),
    ("*:status=+500", "the status of a fault is 400 to 599, not '+500'"),
    ("*:slow-head=0", "the seconds in 'slow-head=0' are above 0 and at most 86400, not '0'"),
    ("*:slow-head=1e3", "the seconds in 'slow-head=1e3' are above 0 and at most 86400, not '1e3'"),
    (
      "WEBHOOK *:late=86400.1",
      "the seconds in 'late=86400.1' are above 0 and at most 86400, not '86400.1'"
    ),
    (
      "*:reset:sometimes",
      "a fault comes rate=SHARE, nth=NUMBER, every=NUMBER or once, not 'sometimes'"
    ),
    ("*:reset::after", "a fault comes rate=SHARE, nth=NUMBER, every=NUMBER or once, not ''"),
    ("*:reset:rate=0", "the rate of a fault is above 0 and at most 1, not '0'"),
    ("*:reset:rate=1.1", "the rate of a fault is above 0 and at most 1, not '1.1'"),
    ("*:reset:rate=.5", "the rate of a fault is above 0 and at most 1, not '.5'"),
    ("*:reset:nth=0", "the number in 'nth=0' is 1 to 1000000000, not '0'"),
    ("*:reset:every=-1", "the number in 'every=-1' is 1 to 1000000000, not '-1'"),
    ("*:reset:once:later", "the phase of a fault is before or after, not 'later'"),
  ])
  func `a rule that cannot be read is told which part and what is possible`(
    text: String, message: String
  ) {
    #expect(throws: SandboxError(message)) { try FaultRule(text) }
  }

  @Test(arguments: ["crash", "reset=1", "status", "", "stale=5"])
  func `an unknown kind is told all kinds`(kind: String) {
    let forms = """
      status=NNN, reset, hang, slow-head[=SECONDS], trickle, truncate, garbage, wrong-length, \
      stale, duplicate, late[=SECONDS]
      """
    let message = "there is no fault kind '\(kind)'; there are \(forms)"
    #expect(throws: SandboxError(message)) { try FaultRule("*:\(kind)") }
  }

  @Test(arguments: [
    ("*:stale", "'stale' is for reads, such as GET /v1/disputes/*, not '*'"),
    (
      "POST /v1/disputes/*:stale",
      "'stale' is for reads, such as GET /v1/disputes/*, not 'POST /v1/disputes/*'"
    ),
    (
      "WEBHOOK *:stale", "a webhook can be duplicate or late, not 'stale'"
    ),
    ("WEBHOOK *:reset", "a webhook can be duplicate or late, not 'reset'"),
    ("*:duplicate", "'duplicate' is for WEBHOOK event.type or WEBHOOK *, not '*'"),
    ("GET /x:late=5", "'late=5' is for WEBHOOK event.type or WEBHOOK *, not 'GET /x'"),
    ("WEBHOOK *:late:after", "'late=60' has no effect to come after; its phase is before"),
    ("GET /x:stale:after", "'stale' has no effect to come after; its phase is before"),
  ])
  func `parts that make no sense together are refused`(text: String, message: String) {
    #expect(throws: SandboxError(message)) { try FaultRule(text) }
  }

  @Test(arguments: [
    ("GET /v1/disputes/*", "/v1/disputes/dp_1", true),
    ("GET /v1/disputes/*", "/v1/disputes", false),
    ("GET /v1/disputes/*", "/v1/disputes/", false),
    ("GET /v1/disputes/*", "/v1/disputes/dp_1/close", false),
    ("GET /v1/*/*/close", "/v1/disputes/dp_1/close", true),
    ("GET /v1/disputes/**", "/v1/disputes", true),
    ("GET /v1/disputes/**", "/v1/disputes/dp_1/close", true),
    ("GET /v1/disputes/**", "/v1/disputesx", false),
    ("GET /**", "/", true),
    ("GET /", "/", true),
    ("GET /", "/v1", false),
    ("POST /**", "/v1", false),
    ("*", "/anything", true),
    ("WEBHOOK *", "/v1", false),
  ])
  func `a path matches by whole segments`(target: String, path: String, matches: Bool) throws {
    #expect(try FaultTarget(target[...]).matches(method: "GET", path: path) == matches)
  }

  @Test(arguments: [
    ("WEBHOOK *", true), ("WEBHOOK dispute.created", true),
    ("WEBHOOK dispute", false), ("*", false), ("GET /**", false),
  ])
  func `a webhook is struck only by rules for webhooks`(target: String, matches: Bool) throws {
    let target = try FaultTarget(target[...])
    #expect(target.matches(method: "WEBHOOK", path: "dispute.created") == matches)
  }
}
