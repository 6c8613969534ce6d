using Sluice.Server.Publishing;

namespace Sluice.Server.Tests.Publishing;

public sealed class TopicMappingTests
{
    [Theory]
    [InlineData("orchestration")]
    [InlineData("acme", "*:acme")]
    [InlineData("own", "*:acme", "orchestration:own")]
    [InlineData("own", "orchestration:own", "*:acme")]
    [InlineData("second", "orchestration:first", "orchestration:second")]
    [InlineData("orchestration", "audit-events:acme")]
    [InlineData("http://localhost:9000/hook", "*:http://localhost:9000/hook")]
    public void A_topic_has_its_own_name_on_the_bus_or_the_one_for_all(string expected, params string[] entries) =>
        Assert.Equal(expected, new TopicMapping(entries.Select(TopicMapping.ParseEntry)).Map(PublishedMessage.Topic));

    [Theory]
    [InlineData("acme")]
    [InlineData(":acme")]
    [InlineData("orchestration:")]
    public void What_is_no_pair_is_refused(string entry) => Assert.Throws<FormatException>(() => TopicMapping.ParseEntry(entry));
}
