namespace Sluice.Server.Tests.Journal;

public sealed class SqliteJournalContractTests() : JournalContract(new SqliteUnderTest());

public sealed class SqliteInstanceListContractTests() : InstanceListContract(new SqliteUnderTest());

public sealed class SqliteWorkflowStoreContractTests() : WorkflowStoreContract(new SqliteUnderTest());

public sealed class SqliteTriggerStoreContractTests() : TriggerStoreContract(new SqliteUnderTest());

public sealed class SqliteOccurrenceStoreContractTests() : OccurrenceStoreContract(new SqliteUnderTest());

public sealed class SqlitePublishStoreContractTests() : PublishStoreContract(new SqliteUnderTest());

public sealed class SqliteParkedMessageStoreContractTests() : ParkedMessageStoreContract(new SqliteUnderTest());
