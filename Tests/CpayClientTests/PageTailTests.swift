import Testing

@testable import CpayClient

@Suite struct PageTailTests {
  @Test(arguments: [
    (#"{"object":"list","data":[{"id":"a","x":1},{"id":"b"}],"has_more":true,"url":"/v1/d"}"#, "b"),
    (#"{"data":[{"id":"a"}],"has_more":true}"#, "a"),
    (#"{"has_more":true,"data":[{"id":"a","charge":{"id":"c"}}]}"#, "c"),
    (#"{"data":[{"id":"a"}],"has_more":false}"#, nil), (#"{"data":[],"has_more":true}"#, nil),
    (#"{"data":[{"id": "a"}],"has_more":true}"#, nil), ("", nil), (#"{"id":"#, nil),
    (#"{"data":[{"id":"a\"b"}],"has_more":true}"#, nil),
    (#"{"data":[{"id":"ä"}],"has_more":true}"#, nil),
  ])
  func `guesses the last row's id from compact pages`(page: String, id: String?) {
    #expect(PageTail.nextID(Array(page.utf8), prefix: "") == id)
  }

  @Test func `passes over the objects inside a row`() {
    let page = #"{"data":[{"id":"evt_1","data":{"object":{"id":"dp_1"}}}],"has_more":true}"#
    #expect(PageTail.nextID(Array(page.utf8), prefix: "evt_") == "evt_1")
  }
}
