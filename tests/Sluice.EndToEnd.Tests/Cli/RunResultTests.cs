using Sluice.Client;
using Sluice.Display;
using Sluice.Runs;

namespace Sluice.EndToEnd.Tests.Cli;

public sealed class RunResultTests
{
    // {"ConnectorID":{"Provider":"dummypay","Reference":"c-1"},"Reference":"payin-1","Type":"PAY-IN"}
    private const string PaymentId =
        "eyJDb25uZWN0b3JJRCI6eyJQcm92aWRlciI6ImR1bW15cGF5IiwiUmVmZXJlbmNlIjoiYy0xIn0sIlJlZmVyZW5jZSI6InBheWluLTEiLCJUeXBlIjoiUEFZLUlOIn0";

    private static readonly WalletKnown Ada = new("w-1", "ada", "wallets-002");
    private static readonly TransferMade Transfer = new("i-0-3", "c-1", "PAYOUT", "a-1", new Money("USD/2", 5));

    [Fact]
    public void What_is_known_is_in_tables_and_what_is_not_is_left_out()
    {
        var hold = new HoldMade("h-1", Ada, "main", new MoneyPlace.Untold(), "USD/2", 100);
        var report = new RunReport(
        [
            new Move(new MoneyPlace.OfWallet(Ada, "savings"), new MoneyPlace.OfHold("h-1"), "USD/2", 100) { Ledger = "wallets-002" },
            new Move(new MoneyPlace.OfHold("h-2"), new MoneyPlace.Untold(), "", null),
        ])
        {
            Wallets = [new WalletTouched(Ada, "savings", "USD/2", 300, 200)],
            Holds = [new HoldOpen(hold, 40)],
            Transfers = [new TransferAsked(Transfer, null), new TransferAsked(Transfer, Found("FAILED", "no such bank"))],
        };

        Assert.Equal(
            """
            LEDGER       TX  SOURCE                 DESTINATION  ASSET  AMOUNT
            wallets-002      wallet ada/savings  →  hold h-1     USD/2     100
                             hold h-2            →  elsewhere              all

            WALLET  BALANCE  ASSET  BEFORE     AFTER
            ada     savings  USD/2     300  →    200

            OPEN HOLD  WALLET  ASSET  SET ASIDE  LEFT
            h-1        ada     USD/2        100    40

            TRANSFER  TO   ASSET  AMOUNT  STATUS
            payout    a-1  USD/2       5  not known
            payout    a-1  USD/2       5  FAILED: no such bank

            """,
            Text(report));
    }

    [Fact]
    public void Nothing_moved_is_said_in_words() => Assert.Equal("no postings were made", Text(new RunReport([])).Trim());

    [Theory]
    [InlineData("users:alice", "users:alice")]
    [InlineData("payment:" + PaymentId, "payment:…payin-1")]
    [InlineData(PaymentId, "…payin-1")]
    [InlineData("aaaaaaaaaa:bbbbbbbbbb:cccccccccc:dddddddddd:eeeee", "aaaaaaaaaa:bbbbbbbbbb:ccccccccc…dddddddddd:eeeee")]
    public void A_long_address_is_shortened_to_what_tells_it_from_others(string address, string expected) =>
        Assert.Equal(expected, Wording.Address(address));

    private static TransferInitiation Found(string status, string error) => new("t-1", "i-0-3", "PAYOUT", "a-1", "USD/2", 5, status, error);

    private static string Text(RunReport report)
    {
        using var output = new StringWriter();
        new RunResult(output).Write(report);
        return output.ToString();
    }
}
