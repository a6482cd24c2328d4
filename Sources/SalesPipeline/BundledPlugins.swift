import AccessPlugins
import ExportPlugins
import HistoryPlugins
import LookupPlugins
import MemoryStorage
import ODSExport
public import PipelinePlugins
import PostgreSQLStorage
import ProbabilityPlugins
import RatesPlugins
import SQLiteStorage
import TargetsPlugins
import WeightingPlugins
import XLSXExport

extension Catalog {
  /// The bundled plugins. Add your own with `.bundled.adding(Catalog.entry(Mine.self))`.
  public static var bundled: Catalog {
    Catalog([
      entry(MemoryStoragePlugin.self), sqlite, postgresql,
      entry(InlineLookupPlugin.self), entry(CSVFileLookupPlugin.self), entry(StoredLookupPlugin.self),
      entry(GraceWindowPlugin.self), entry(EveryChangePlugin.self), entry(SelectedFieldsPlugin.self),
      entry(NoHistoryPlugin.self), entry(HashChainPlugin.self),
      entry(StatedPlugin.self), entry(ByStagePlugin.self), entry(DecayPlugin.self),
      entry(ExpectedValuePlugin.self), entry(ByCategoryPlugin.self), entry(ThresholdPlugin.self),
      entry(EveryoneSeesAllPlugin.self), entry(DirectoryPlugin.self),
      entry(FixedRatesPlugin.self), entry(CSVRatesPlugin.self),
      entry(ListedTargetsPlugin.self), entry(CSVTargetsPlugin.self),
      entry(CSVExportPlugin.self), entry(JSONExportPlugin.self), entry(HTMLExportPlugin.self), xlsx, ods,
    ])
  }

  private static var sqlite: Entry {
    #if SQLite
      entry(SQLiteStoragePlugin.self)
    #else
      missing("sqlite", in: Slot<any StorageDriver>.storage, trait: "SQLite")
    #endif
  }

  private static var postgresql: Entry {
    #if PostgreSQL
      entry(PostgreSQLStoragePlugin.self)
    #else
      missing("postgresql", in: Slot<any StorageDriver>.storage, trait: "PostgreSQL")
    #endif
  }

  private static var xlsx: Entry {
    #if XLSX
      entry(XLSXExportPlugin.self)
    #else
      missing("xlsx", in: Slot<any Exporter>.exporters, trait: "XLSX")
    #endif
  }

  private static var ods: Entry {
    #if ODS
      entry(ODSExportPlugin.self)
    #else
      missing("ods", in: Slot<any Exporter>.exporters, trait: "ODS")
    #endif
  }
}
