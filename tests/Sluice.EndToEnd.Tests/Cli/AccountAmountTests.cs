using System.Numerics;
using Sluice.Runs;

namespace Sluice.EndToEnd.Tests.Cli;

public sealed class AccountAmountTests
{
    [Theory]
    [InlineData("users:alice=USD/2:10000", "default", "users:alice", "USD/2", "10000")]
    [InlineData("wallets/users:bob=EUR/2:1", "wallets", "users:bob", "EUR/2", "1")]
    [InlineData("treasury/bridge=BTC/8:-5", "treasury", "bridge", "BTC/8", "-5")]
    [InlineData("a=GEM:0", "default", "a", "GEM", "0")]
    [InlineData("a=ETH/18:123456789012345678901234567890", "default", "a", "ETH/18", "123456789012345678901234567890")]
    public void An_amount_in_an_account_is_read_exactly(string text, string ledger, string account, string asset, string amount) =>
        Assert.Equal(new AccountAmount(ledger, account, asset, BigInteger.Parse(amount)), AccountAmount.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("alice")]
    [InlineData("alice=100")]
    [InlineData("alice=USD/2")]
    [InlineData("alice=usd/2:100")]
    [InlineData("alice=USD/2:1.5")]
    [InlineData("alice=USD/2:1e3")]
    [InlineData("a/b/c=USD/2:1")]
    [InlineData("al ice=USD/2:1")]
    [InlineData("alice:=USD/2:1")]
    [InlineData("=USD/2:1")]
    [InlineData("alice=USD/2:1\n")]
    public void Anything_else_is_refused(string text) => Assert.Throws<FormatException>(() => AccountAmount.Parse(text));

    [Fact]
    public void Nobody_is_funded_with_a_negative_amount() =>
        Assert.Throws<FormatException>(() => AccountAmount.ParseFund("alice=USD/2:-1"));
}
