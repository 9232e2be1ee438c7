extension Assumptions {
  /// All assumptions there are, in the order they are listed.
  public static let all: [Assumption] = [
    .repeated, .submitDefault, .late, .overdue, .closeSubmitted, .closeInquiry, .closeRefunds,
    .inquiryExpires, .decidesAfter, .decidesFor, .draftEvent, .metadataUpdate, .metadataValues,
    .unknownParameters, .form, .filePurpose, .emptyFile, .uploadStatus, .idempotency,
    .inProgressType, .requestID, .writeImpliesRead, .version, .wildcardEvents, .webhookRetries,
    .webhookHTTP, .retryAfter,
  ]
}

extension Assumption {
  static let repeated = Assumption(
    "repeat", ["refuse", "accept"],
    "a second submit or close: 422 state_invalid, or 200 with nothing changed", .own,
    "disputes page: submitting cannot be undone; nothing is said of doing it twice")
  static let submitDefault = Assumption(
    "submit_default", ["true", "false"],
    "the value of submit when an update gives evidence and leaves submit out", .stripe,
    "disputes page names no default; Stripe's is true")
  static let late = Assumption(
    "late", ["refuse", "accept"],
    "evidence after evidence_due_by: 422 state_invalid, or taken as if in time", .own,
    "disputes page: deadline to submit evidence; nothing is said of missing it")
  static let overdue = Assumption(
    "overdue", ["lose", "stay"],
    "an open dispute whose deadline passes: lost, or left as it is", .stripe,
    "disputes page says nothing; Stripe decides for the cardholder")
  static let closeSubmitted = Assumption(
    "close_submitted", ["refuse", "accept"],
    "closing a dispute under review: 422 state_invalid, or accepted like an open one", .stripe,
    "disputes page says what closing does, not when it is allowed")
  static let closeInquiry = Assumption(
    "close_inquiry", ["warning_closed", "lost"], "the status of an inquiry that is closed", .own,
    "disputes page says nothing; the weakest guess of all")
  static let closeRefunds = Assumption(
    "close_refunds", ["true", "false"],
    "whether closing raises amount_refunded of the charge by the disputed amount", .page,
    "disputes page: closing refunds the tenant; charges page has the two fields")
  static let inquiryExpires = Assumption(
    "inquiry_expires", ["lost", "needs_response", "warning_closed"],
    "the status of an unanswered inquiry after its deadline", .own,
    "disputes page says nothing")
  static let decidesAfter = Assumption(
    "decides_after", ["60d", "30d", "7d", "never"],
    "how long the bank takes to decide on what was submitted", .stripe,
    "disputes page says nothing; Stripe says 60 to 75 days")
  static let decidesFor = Assumption(
    "decides_for", ["either", "won", "lost"],
    "how the bank decides: by the dispute's id, or always the same", .own,
    "payment events page: a dispute is won or lost")
  static let draftEvent = Assumption(
    "draft_event", ["updated", "none"],
    "whether staging evidence, which changes no status, raises dispute.updated", .own,
    "payment events page: dispute.updated is for changes of status")
  static let metadataUpdate = Assumption(
    "metadata_update", ["accept", "refuse"], "whether an update may set metadata", .page,
    "disputes page has the attribute, not the parameter; metadata page: most objects do")
  static let metadataValues = Assumption(
    "metadata_values", ["refuse", "stringify"],
    "metadata values that are numbers or true or false: refused, or kept as texts", .own,
    "metadata page says nothing; Stripe keeps texts")
  static let unknownParameters = Assumption(
    "unknown_parameters", ["refuse", "ignore"],
    "parameters that no page has: 400 parameter_invalid, or passed over", .stripe,
    "errors page says nothing; Stripe refuses them")
  static let form = Assumption(
    "form", ["accept", "refuse"],
    "whether bodies may be form-encoded, so that Stripe's libraries can be used", .own,
    "every page's examples are JSON")
  static let filePurpose = Assumption(
    "file_purpose", ["check", "ignore"],
    "whether a file named in evidence must have the purpose dispute_evidence", .stripe,
    "files page has the purpose; nothing is said of checking it")
  static let emptyFile = Assumption(
    "empty_file", ["refuse", "accept"], "an upload without a single byte", .own,
    "files page says nothing")
  static let uploadStatus = Assumption(
    "upload_status", ["201", "200"], "the status of a successful upload", .page,
    "errors page: 201 for what was created; Stripe answers 200")
  static let idempotency = Assumption(
    "idempotency", ["casapay", "replay-errors", "off", "early-prune"],
    "what is kept under an Idempotency-Key: success and refusals by state for 24 hours; every "
      + "answer, 5xx included; nothing; or the first for one hour only", .page,
    "idempotent requests page: the original response for 24 hours; nothing on errors")
  static let inProgressType = Assumption(
    "in_progress_type", ["idempotency_error", "invalid_request_error"],
    "the error type of the 409 for a key whose first request is still running", .own,
    "idempotent requests page has the status only")
  static let requestID = Assumption(
    "request_id", ["both", "header"],
    "where a refusal says its request id: in the error body and in Request-Id, or there only",
    .stripe, "events page shows such ids; errors page has none")
  static let writeImpliesRead = Assumption(
    "write_implies_read", ["true", "false"],
    "whether a restricted key that may write a resource may read it", .stripe,
    "tokens page has the two permissions apart")
  static let version = Assumption(
    "version", ["refuse", "ignore"], "an unknown CasaPay-Version", .stripe,
    "versioning page knows one version")
  static let wildcardEvents = Assumption(
    "wildcard_events", ["accept", "refuse"], "\"*\" among the enabled events of an endpoint",
    .stripe, "webhook endpoints page says nothing")
  static let webhookRetries = Assumption(
    "webhook_retries", ["gateway", "fast", "none"],
    "waits before further deliveries: 5 min, 30 min, 2 h, 6 h, 24 h; five times a minute; or none",
    .gateway, "webhooks page promises delivery to a 2xx and names no schedule")
  static let webhookHTTP = Assumption(
    "webhook_http", ["loopback", "refuse"],
    "endpoints without TLS: on this machine only, or nowhere", .own,
    "webhook endpoints page demands HTTPS")
  static let retryAfter = Assumption(
    "retry_after", ["send", "omit"], "whether a 429 says Retry-After", .own,
    "errors page has the status only")
}
