using Sluice.Client;

namespace Sluice.EndToEnd.Tests.Cli;

/// <summary>The clients of wallets and payments ask as those services are asked.</summary>
public sealed class StackClientTests
{
    private const string Wallet = """{"id":"w-1","name":"ada","ledger":"wallets-002","metadata":{"k":"v"},"createdAt":"2026-01-02T03:04:05Z"}""";

    private static readonly DateTimeOffset At = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_wallet_is_created_and_found_by_its_name()
    {
        await using var created = await StubServer.AnswerAsync(201, $$"""{"data":{{Wallet}}}""");
        await using var listed = await StubServer.AnswerAsync(200, $$"""{"cursor":{"pageSize":15,"hasMore":false,"data":[{{Wallet}}] } }""");

        var wallet = await new WalletsClient(created.Http).CreateWalletAsync("ada", Cancellation);
        var found = await new WalletsClient(listed.Http).FindWalletsAsync("ada & co", Cancellation);

        Assert.Equal(["""POST /stack/api/wallets/wallets {"name":"ada","metadata":{}}"""], created.Requests);
        Assert.Equal(["GET /stack/api/wallets/wallets?name=ada%20%26%20co&pageSize=15"], listed.Requests);
        Assert.Equal(("w-1", "ada", "wallets-002", "v"), (wallet.Id, wallet.Name, wallet.Ledger, wallet.Metadata["k"]));
        Assert.Equal("w-1", Assert.Single(found.Data).Id);
    }

    [Fact]
    public async Task A_balance_has_exact_amounts_or_is_not_there()
    {
        await using var found = await StubServer.AnswerAsync(
            200, """{"data":{"name":"savings","expiresAt":null,"priority":0,"assets":{"ETH/18":123456789012345678901234567890}}}""");
        await using var missing = await StubServer.AnswerAsync(404, "");

        var balance = await new WalletsClient(found.Http).GetBalanceAsync("w-1", "savings", Cancellation);

        Assert.Equal("123456789012345678901234567890", balance!.Assets!["ETH/18"].ToString());
        Assert.Equal(["GET /stack/api/wallets/wallets/w-1/balances/savings"], found.Requests);
        Assert.Null(await new WalletsClient(missing.Http).GetBalanceAsync("w-1", "savings", Cancellation));
    }

    [Fact]
    public async Task Wallets_are_changed_without_an_answer()
    {
        await using var stub = await StubServer.AnswerAsync(200, "");
        var wallets = new WalletsClient(stub.Http);
        var metadata = new Dictionary<string, string> { ["k"] = "v" };

        await wallets.CreateBalanceAsync("w-1", "savings", Cancellation);
        await wallets.CreditAsync("w-1", "savings", "EUR/2", 5000, Cancellation);
        await wallets.SetMetadataAsync("w-1", metadata, Cancellation);
        await new LedgerClient(stub.Http).SetAccountMetadataAsync("l", "users:ada", metadata, Cancellation);

        Assert.Equal(
            [
                """POST /stack/api/wallets/wallets/w-1/balances {"name":"savings"}""",
                """POST /stack/api/wallets/wallets/w-1/credit {"amount":{"amount":5000,"asset":"EUR/2"},"balance":"savings","metadata":{}}""",
                """PATCH /stack/api/wallets/wallets/w-1 {"metadata":{"k":"v"}}""",
                """POST /stack/api/ledger/v2/l/accounts/users:ada/metadata {"k":"v"}""",
            ],
            stub.Requests);
    }

    [Fact]
    public async Task A_hold_says_what_is_left_of_it()
    {
        await using var stub = await StubServer.AnswerAsync(
            200, """{"data":{"id":"h-1","walletID":"w-1","asset":"EUR/2","metadata":{},"description":"","originalAmount":100,"remaining":30}}""");

        Assert.Equal(new Hold("h-1", "w-1", "EUR/2", 100, 30), await new WalletsClient(stub.Http).GetHoldAsync("h-1", Cancellation));
        Assert.Equal(["GET /stack/api/wallets/holds/h-1"], stub.Requests);
    }

    [Fact]
    public async Task Connectors_are_listed_and_installed()
    {
        await using var listed = await StubServer.AnswerAsync(200, """{"data":[{"provider":"DUMMY-PAY","connectorID":"c-1","name":"n","enabled":true}]}""");
        await using var installed = await StubServer.AnswerAsync(201, """{"data":{"connectorID":"c-2"}}""");

        Assert.Equal([new Connector("c-1", "DUMMY-PAY")], await new PaymentsClient(listed.Http).ListConnectorsAsync(Cancellation));
        Assert.Equal("c-2", await new PaymentsClient(installed.Http).InstallConnectorAsync("dummypay", Cancellation));
        Assert.Equal(["POST /stack/api/payments/connectors/dummypay {}"], installed.Requests);
    }

    [Fact]
    public async Task A_payment_and_an_account_are_recorded()
    {
        await using var payments = await StubServer.AnswerAsync(
            200, """{"data":{"id":"p-1","reference":"r","asset":"EUR/2","initialAmount":5000,"amount":5000,"status":"SUCCEEDED"}}""");
        await using var accounts = await StubServer.AnswerAsync(200, """{"data":{"id":"a-1","reference":"r"}}""");

        var payment = await new PaymentsClient(payments.Http).CreatePayinAsync("c-1", "r", At, "EUR/2", 5000, Cancellation);
        var account = await new PaymentsClient(accounts.Http).CreateExternalAccountAsync("c-1", "r", At, "ada", Cancellation);

        Assert.Equal(new Payment("p-1", "r", "EUR/2", 5000, "SUCCEEDED"), payment);
        Assert.Equal(new PaymentAccount("a-1", "r"), account);
        Assert.Equal(
            ["""POST /stack/api/payments/payments {"reference":"r","connectorID":"c-1","createdAt":"2026-01-02T03:04:05+00:00","amount":5000,"asset":"EUR/2","type":"PAY-IN","scheme":"other","status":"SUCCEEDED"}"""],
            payments.Requests);
        Assert.Equal(
            ["""POST /stack/api/payments/accounts {"reference":"r","connectorID":"c-1","createdAt":"2026-01-02T03:04:05+00:00","accountName":"ada","type":"EXTERNAL"}"""],
            accounts.Requests);
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("""{"id":"t-1","reference":"r","type":"PAYOUT","destinationAccountID":"a-1","asset":"EUR/2","amount":5,"status":"FAILED","error":"no"}""", "FAILED")]
    public async Task A_transfer_is_found_by_its_reference(string transfer, string? status)
    {
        await using var stub = await StubServer.AnswerAsync(200, $$"""{"cursor":{"pageSize":15,"hasMore":false,"data":[{{transfer}}] } }""");

        var found = await new PaymentsClient(stub.Http).FindTransferAsync("c-1", "r", Cancellation);

        Assert.Equal(status, found?.Status);
        Assert.Equal(
            """GET /stack/api/payments/transfer-initiations?query={"$and":[{"$match":{"reference":"r"}},{"$match":{"connector_id":"c-1"}}]}""",
            Uri.UnescapeDataString(Assert.Single(stub.Requests)));
    }
}
