import LookupPlugins
import PipelinePlugins
import Testing

@Suite("csv_file")
struct CSVFileLookupTests {
  private let columns = LookupColumns(
    key: "product", label: "name", attributes: ["list_price": "sales_price"], retired: "gone")

  private func read(
    _ text: String, _ columns: LookupColumns? = nil, delimiter: Character = ",", table: LookupTableName? = nil
  ) async throws -> [LookupEntry] {
    let path = try TemporaryFiles.write(text)
    return try await CSVFileLookup(
      path: path, columns: columns ?? self.columns, delimiter: delimiter, table: table
    ).entries()
  }

  /// What is wrong with a file, with the folder and the file's random name taken off.
  private func problems(_ text: String, _ columns: LookupColumns? = nil, table: LookupTableName? = nil) async
    -> [String]
  {
    do {
      _ = try await read(text, columns, table: table)
      return []
    } catch let error as SourceError {
      return error.problems.map { $0.replacing(/^.*lookups-[^.]*/, with: "products") }
    } catch {
      return ["\(error)"]
    }
  }

  @Test(
    "entries come in the file's order, with labels and attributes; blanks around cells and blank rows are passed over")
  func reads() async throws {
    let entries = try await read(
      "product,series,name,sales_price,gone\r\nGTX Pro,GTX,\"The \"\"Pro\"\"\",4821,\r\n MG Special ,MG,,55,yes\r\n,,,,\r\n"
    )
    #expect(
      entries == [
        LookupEntry("GTX Pro", label: "The \"Pro\"", attributes: ["list_price": "4821"]),
        LookupEntry("MG Special", attributes: ["list_price": "55"], isRetired: true),
      ])
  }

  @Test("a file with a byte order mark and semicolons")
  func excel() async throws {
    let entries = try await read("\u{FEFF}product;n\nÉtude;1\n", LookupColumns(key: "product"), delimiter: ";")
    #expect(entries == [LookupEntry("Étude")])
  }

  @Test("a missing file is one line")
  func missingFile() async {
    let source = CSVFileLookup(path: "/nowhere/products.csv", columns: columns)
    let error = await #expect(throws: SourceError.self) { try await source.entries() }
    #expect(error?.description == "/nowhere/products.csv: error: there is no such file")
  }

  @Test("a folder is no file")
  func folder() async {
    let source = CSVFileLookup(path: "/", columns: columns)
    let error = await #expect(throws: SourceError.self) { try await source.entries() }
    #expect(error?.description == "/: error: it is a folder; name a file")
  }

  @Test("every missing column is named once, with the one that was meant")
  func missingColumns() async {
    let columns = LookupColumns(
      key: "product", label: "nam", attributes: ["list_price": "sale_price", "floor_price": "sale_price"])
    #expect(
      await problems("product,name,sales_price\nA,B,1\n", columns) == [
        "products.csv:1:1: error: there is no column 'nam'; did you mean 'name'?",
        "products.csv:1:1: error: there is no column 'sale_price'; did you mean 'sales_price'?",
      ])
  }

  @Test("all that is wrong with the rows is reported at once, with line and column")
  func rows() async {
    let text =
      "sales_price,product,name,gone\n1,A,,\n2,,Nameless,\n3,A,,\n4,B,,perhaps\n5,C\n6,\"D\u{1}\",,\n7,E,\u{0},\n"
    let found = await problems(text)
    #expect(
      found == [
        "products.csv:3:3: error: the key is empty; every row needs one in 'product'",
        "products.csv:4:3: error: the key 'A' comes twice; the first is on line 2",
        "products.csv:5:6: error: the column does not say whether the entry is retired; write true or false",
        "products.csv:6:1: error: the row has 2 fields, the header has 4; quote the fields that hold delimiters",
        "products.csv:7:4: error: the key is too long, or holds a control character or a line end; it has 1 to 120 characters",
        "products.csv:8:5: error: the text holds a zero byte",
      ])
  }

  @Test("an open quote ends the reading")
  func quote() async {
    #expect(
      await problems("product\nA\n\"B\nC\n", LookupColumns(key: "product")) == [
        "products.csv:3:1: error: a quote is opened here and never closed; double the quotes that belong to the text"
      ])
  }

  @Test("an empty file has no header")
  func empty() async {
    #expect(
      await problems("") == ["products.csv:1:1: error: the file is empty; its first line must name the columns"])
  }

  @Test("a forecast entry of an unknown category is refused, not taken for pipeline")
  func category() async {
    let columns = LookupColumns(key: "key", attributes: ["category": "category"])
    #expect(
      await problems("key,category\nmaybe,best-case\n", columns, table: .forecasting) == [
        "products.csv:2:1: error: 'maybe' has the unknown category 'best-case'; did you mean 'best_case'?"
      ])
    #expect(await problems("key,category\nmaybe,best-case\n", columns, table: .line) == [])
  }
}
