using System.Numerics;
using Sluice.Runs;

namespace Sluice.EndToEnd.Tests.Cli;

public sealed class PreparationSyntaxTests
{
    [Theory]
    [InlineData("bob", "bob", "main", null, null)]
    [InlineData("bob=EUR/2:5000", "bob", "main", "EUR/2", "5000")]
    [InlineData("bob/savings", "bob", "savings", null, null)]
    [InlineData("bob/main=EUR/2:0", "bob", "main", "EUR/2", "0")]
    [InlineData("bob & co./a_b-C=ETH/18:123456789012345678901234567890", "bob & co.", "a_b-C", "ETH/18", "123456789012345678901234567890")]
    [InlineData("c:7", "c:7", "main", null, null)]
    public void A_wallet_is_a_name_with_a_balance_and_an_amount(string text, string name, string balance, string? asset, string? amount) =>
        Assert.Equal(
            new WalletAmount(name, balance, asset is null ? null : new Money(asset, BigInteger.Parse(amount!))),
            WalletAmount.ParsePrepared(text));

    [Theory]
    [InlineData("")]
    [InlineData(" bob")]
    [InlineData("bob ")]
    [InlineData("bob/")]
    [InlineData("/savings")]
    [InlineData("bob/my savings")]
    [InlineData("bob/a/b")]
    [InlineData("bob=5000")]
    [InlineData("=EUR/2:5000")]
    [InlineData("bob=EUR/2:5.5")]
    [InlineData("bob=EUR/2:-1")]
    [InlineData("a=b=EUR/2:1")]
    public void Any_other_wallet_is_refused(string text) => Assert.Throws<FormatException>(() => WalletAmount.ParsePrepared(text));

    [Theory]
    [InlineData("sellers:ada", "default/sellers:ada")]
    [InlineData("shop/sellers:ada", "shop/sellers:ada")]
    [InlineData("wallet ada", "wallet ada")]
    [InlineData("wallet  ada & co", "wallet ada & co")]
    [InlineData("wallet", "default/wallet")]
    public void A_payee_is_an_account_or_a_wallet(string text, string expected) => Assert.Equal(expected, Payee.Parse(text).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("ada lovelace")]
    [InlineData("wallet ")]
    [InlineData("wallet ada/savings")]
    [InlineData("wallet ada=EUR/2:1")]
    public void Any_other_payee_is_refused(string text) => Assert.Throws<FormatException>(() => Payee.Parse(text));

    [Fact]
    public void A_payment_is_a_variable_and_an_amount() =>
        Assert.Equal(new Payin("my payin", new Money("EUR/2", 5000)), Payin.Parse("my payin=EUR/2:5000"));

    [Theory]
    [InlineData("payin")]
    [InlineData("=EUR/2:5000")]
    [InlineData("payin=5000")]
    [InlineData("payin=EUR/2:-1")]
    public void Any_other_payment_is_refused(string text) => Assert.Throws<FormatException>(() => Payin.Parse(text));
}
