using Sluice.Server.Journal;

namespace Sluice.Server.Tests.Journal;

public class JournalCoverageTests
{
    [Fact]
    public void Every_journal_is_held_to_the_contract()
    {
        var journals = typeof(IJournal).Assembly.GetTypes().Where(type => type.IsClass && type.IsAssignableTo(typeof(IJournal))).ToList();
        var suites = GetType().Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(JournalContract))).Select(type => type.Name).ToList();

        Assert.NotEmpty(journals);
        Assert.All(journals, journal => Assert.Contains($"{journal.Name}ContractTests", suites));
    }
}
