namespace Sluice.Server.Tests.Journal;

public sealed class PostgresJournalContractTests() : JournalContract(new PostgresUnderTest());

public sealed class PostgresInstanceListContractTests() : InstanceListContract(new PostgresUnderTest());

public sealed class PostgresWorkflowStoreContractTests() : WorkflowStoreContract(new PostgresUnderTest());

public sealed class PostgresTriggerStoreContractTests() : TriggerStoreContract(new PostgresUnderTest());

public sealed class PostgresOccurrenceStoreContractTests() : OccurrenceStoreContract(new PostgresUnderTest());

public sealed class PostgresPublishStoreContractTests() : PublishStoreContract(new PostgresUnderTest());

public sealed class PostgresParkedMessageStoreContractTests() : ParkedMessageStoreContract(new PostgresUnderTest());
