import CpayTestSupport
import CpayValue
import Testing

@testable import CpaySandbox

@Suite struct FormBodyTests {
  @Test(arguments: [
    ("", "{}"),
    ("&&", "{}"),
    ("submit=true", #"{"submit":"true"}"#),
    ("metadata[order_id]=6735", #"{"metadata":{"order_id":"6735"}}"#),
    ("metadata=", #"{"metadata":""}"#),
    ("a", #"{"a":""}"#),
    ("a=b=c", #"{"a":"b=c"}"#),
    (
      "evidence[customer_name]=Jane+D%C3%B6e&submit=false&evidence[receipt]=file_1",
      #"{"evidence":{"customer_name":"Jane Döe","receipt":"file_1"},"submit":"false"}"#
    ),
    ("evidence%5Breceipt%5D=file_1", #"{"evidence":{"receipt":"file_1"}}"#),
    ("expand[]=a&expand[]=b&expand[]=a", #"{"expand":["a","b","a"]}"#),
    ("expand[0]=a&expand[1]=b", #"{"expand":["a","b"]}"#),
    ("expand[1]=b&expand[0]=a", #"{"expand":["a","b"]}"#),
    ("expand[1]=b&expand[2]=a", #"{"expand":{"1":"b","2":"a"}}"#),
    ("expand[00]=a", #"{"expand":{"00":"a"}}"#),
    ("a[b][c]=1", #"{"a":{"b":{"c":"1"}}}"#),
    ("a[0][b]=1&a[1][b]=2", #"{"a":[{"b":"1"},{"b":"2"}]}"#),
    ("a[b][]=1&a[b][]=2", #"{"a":{"b":["1","2"]}}"#),
    ("metadata[0]=x&metadata[1]=y", #"{"metadata":{"0":"x","1":"y"}}"#),
    ("0=x&1=y", #"{"0":"x","1":"y"}"#),
    ("a%00=%22%0a", #"{"a\u0000":"\"\n"}"#),
    ("e\u{301}=1&\u{e9}=2", "{\"e\u{301}\":\"1\",\"\u{e9}\":\"2\"}"),
    ("a=1&\u{301}b=2", "{\"a\":\"1\",\"\u{301}b\":\"2\"}"),
  ])
  func `pairs become one object of texts`(form: String, json: String) throws {
    #expect(String(decoding: try FormBody.json(Array(form.utf8)), as: UTF8.self) == json)
  }

  @Test func `a query string is read by the same tree`() throws {
    let query = try FormBody.tree("created[gte]=5&expand[]=charge&expand[]=file&limit=3")
    #expect(query["created"]?["gte"]?.text == "5")
    #expect(query["created"]?["lt"] == nil)
    #expect(query["expand"]?.elements?.compactMap(\.text) == ["charge", "file"])
    #expect(query["limit"]?.text == "3")
    #expect(query["limit"]?["x"] == nil && query["limit"]?.elements == nil)
    #expect(query["expand"]?.text == nil)
  }

  @Test(arguments: [
    ("a=1&a=2", "a", "The parameter 'a' is given twice."),
    ("a=1&a=1", "a", "The parameter 'a' is given twice."),
    ("a[b]=1&a[b]=2", "a.b", "The parameter 'a.b' is given twice."),
    ("a=1&a[b]=2", "a.b", "The parameter 'a.b' is given in two ways"),
    ("a=&a[b]=2", "a.b", "The parameter 'a.b' is given in two ways"),
    ("a=1&a[]=2", "a", "The parameter 'a' is given in two ways"),
    ("a[]=1&a[b]=2", "a.b", "The parameter 'a.b' is given in two ways"),
    ("a[b]=1&a[]=2", "a", "The parameter 'a' is given in two ways"),
    ("a[b][c]=1&a[b]=2", "a.b", "The parameter 'a.b' is given twice."),
    ("a[1][2][3][4][5][6][7][8]=x", "a.1.2.3.4.5.6.7.8", "has more than 8 keys."),
  ])
  func `a name given twice or in two ways is refused`(
    form: String, param: String, message: String
  ) {
    let error = #expect(throws: APIError.self) { try FormBody.json(Array(form.utf8)) }
    #expect(error?.status == 400)
    #expect(error?.code == .parameterInvalid)
    #expect(error?.param == param)
    #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
  }

  @Test(arguments: [
    "=1", "[a]=1", "a[=1", "a]=1", "a[b=1", "a[b]c=1", "a[[b]]=1", "a[b]]=1", "a[][b]=1",
    "a[][]=1", "%5B%5D=",
  ])
  func `a name that cannot be taken apart is refused`(form: String) {
    let error = #expect(throws: APIError.self) { try FormBody.json(Array(form.utf8)) }
    #expect(error?.status == 400 && error?.param == nil)
    #expect(error?.message.contains("must be a word") == true)
  }

  @Test(arguments: ["a=%", "a=%4", "a=%zz", "%=1", "a=%ff", "a=%c3&b=%b6", "a=%ed%a0%80"])
  func `escapes that are incomplete or no UTF-8 are refused`(form: String) {
    let error = #expect(throws: APIError.self) { try FormBody.json(Array(form.utf8)) }
    #expect(error?.status == 400)
    #expect(error?.message.contains("is not percent-encoded UTF-8.") == true)
  }

  @Test func `bytes that are no UTF-8 are refused`() {
    #expect(throws: APIError.malformed("The body is not percent-encoded UTF-8.")) {
      try FormBody.json([0x61, 0x3d, 0xff])
    }
  }

  @Test func `a thousand pairs are read and one more is refused`() throws {
    let pairs = (0..<1_000).map { "a[k\($0)]=\($0)" }.joined(separator: "&")
    let tree = try FormBody.tree(pairs[...])
    #expect(tree["a"]?["k999"]?.text == "999")
    #expect(throws: APIError.malformed("There are more than 1000 parameters.")) {
      try FormBody.tree((pairs + "&b=1")[...])
    }
  }

  @Test(arguments: 0..<200)
  func `mutated pairs give JSON or are refused`(seed: Int) throws {
    var random = SeededGenerator(seed: seed)
    let form = Array("evidence[a]=x%C3%B6&expand[]=b&expand[0]=c&metadata[k]=+&a[b][c]=1".utf8)
    for _ in 0..<20 {
      let bytes = random.mutated(form, alphabet: Array("[]=&%+0ab".utf8))
      guard let json = try? FormBody.json(bytes) else { continue }
      #expect(try JSONReader.read(json).kindName.contains("object"))
    }
  }
}
