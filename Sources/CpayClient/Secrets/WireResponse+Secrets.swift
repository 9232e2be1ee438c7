import HTTPTypes

extension WireResponse {
  /// The answer without the key it was asked with: a server that repeats it tells nobody else.
  func masking(_ key: APIKey) -> WireResponse {
    let isInHead = headers.contains { key.bytes.isFound(in: Array($0.value.utf8)) }
    guard isInHead || key.bytes.isFound(in: body) else { return self }
    var fields = HTTPFields()
    for field in headers {
      let value = key.bytes.masked(Array(field.value.utf8))
      fields.append(HTTPField(name: field.name, value: String(decoding: value, as: UTF8.self)))
    }
    return WireResponse(status: status, headers: fields, body: key.bytes.masked(body))
  }
}
