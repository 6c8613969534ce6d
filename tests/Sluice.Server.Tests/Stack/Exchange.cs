namespace Sluice.Server.Tests.Stack;

/// <summary>A call that a stage must make, and what the stack answers.</summary>
/// <param name="Call">Method, target, idempotency key and body, with <c>$id</c> for the instance's id.</param>
/// <param name="Answer">The answer.</param>
internal sealed record Exchange(string Call, StackAnswer Answer)
{
    private const string Date = "2024-05-01T10:00:00.123456Z";

    /// <summary>Whether it moves or reserves money, and so is sent with a body that must not change.</summary>
    public bool IsWrite => Call.StartsWith("POST", StringComparison.Ordinal) && Call.EndsWith('}');

    /// <summary>Whether the service may find that there is too little money.</summary>
    public bool TakesMoney => Call.Contains("/transactions ", StringComparison.Ordinal) || Call.Contains("/debit ", StringComparison.Ordinal)
        || Call.Contains("/credit ", StringComparison.Ordinal);

    /// <summary>A transaction that is committed.</summary>
    /// <param name="ledger">The ledger.</param>
    /// <param name="activity">The activity's index.</param>
    /// <param name="body">What of the body comes after the metadata.</param>
    /// <param name="metadata">The metadata.</param>
    public static Exchange Transaction(string ledger, int activity, string body, string metadata = "{}") => new(
        $$"""POST /api/ledger/v2/{{ledger}}/transactions $id-0-{{activity}} {"metadata":{{metadata}},{{body}}}""",
        $$$"""200 {"data":{"id":7,"postings":[{"source":"s","destination":"d","amount":100,"asset":"USD/2"}],"metadata":{{{metadata}}},"timestamp":"{{{Date}}}","reverted":false}}""");

    /// <summary>The posting of a transaction.</summary>
    public static string Posting(string source, string destination, string amount = "100") =>
        $$"""
        "postings":[{"source":"{{source}}","destination":"{{destination}}","amount":{{amount}},"asset":"USD/2"}]
        """;

    /// <summary>The script of a transaction that lets its source go below zero.</summary>
    public static string Overdraft(string source, string destination) =>
        $$"""
        "script":{"plain":"send [USD/2 100] (\n  source = @{{source}} allowing unbounded overdraft\n  destination = @{{destination}}\n)"}
        """;

    /// <summary>An account that has metadata.</summary>
    public static Exchange Account(string ledger, string address, string metadata) => new(
        $"GET /api/ledger/{ledger}/accounts/{address}",
        $$$$"""200 {"data":{"address":"{{{{address}}}}","type":"","metadata":{{{{metadata}}}},"volumes":{"USD/2":{"input":900,"output":100,"balance":800}},"balances":{"USD/2":800}}}""");

    /// <summary>A wallet found by its id.</summary>
    public static Exchange Wallet(string id, string ledger, string metadata = "{}") =>
        new($"GET /api/wallets/wallets/{id}", $$"""200 {"data":{{WalletJson(id, ledger, metadata)[..^1]}},"balances":{"main":{"assets":{"USD/2":5000} } } } }""");

    /// <summary>Wallets found by their name.</summary>
    public static Exchange Wallets(string name, params string[] wallets) => new(
        $"GET /api/wallets/wallets?name={name}&pageSize=15",
        $$$"""200 {"cursor":{"pageSize":15,"hasMore":false,"data":[{{{string.Join(',', wallets)}}}]}}""");

    public static string WalletJson(string id, string ledger, string metadata = "{}") =>
        $$"""{"id":"{{id}}","name":"n-{{id}}","ledger":"{{ledger}}","metadata":{{metadata}},"createdAt":"{{Date}}"}""";

    /// <summary>A credit of a wallet.</summary>
    public static Exchange Credit(string wallet, int activity, string sources, string balance = "main", string metadata = "{}", string more = "") => new(
        $$"""POST /api/wallets/wallets/{{wallet}}/credit $id-0-{{activity}} {"amount":{"amount":100,"asset":"USD/2"},"metadata":{{metadata}},"sources":[{{sources}}],"balance":"{{balance}}"{{more}}}""",
        "204");

    /// <summary>A debit of a wallet.</summary>
    public static Exchange Debit(string wallet, int activity, string balance = "main", string metadata = "{}", string more = "", string answer = "204") => new(
        $$"""POST /api/wallets/wallets/{{wallet}}/debit $id-0-{{activity}} {"amount":{"amount":100,"asset":"USD/2"},"metadata":{{metadata}},"balances":["{{balance}}"]{{more}}}""",
        answer);

    public static string Subject(string type, string identifier, string? balance = null) => balance is null
        ? $$"""{"type":"{{type}}","identifier":"{{identifier}}"}"""
        : $$"""{"type":"{{type}}","identifier":"{{identifier}}","balance":"{{balance}}"}""";

    /// <summary>The payment <c>pay-in-1</c> of 100.</summary>
    public static Exchange Payment { get; } = new(
        "GET /api/payments/payments/pay-in-1",
        $$$"""200 {"data":{"id":"pay-in-1","reference":"r","sourceAccountID":"acc-1","destinationAccountID":null,"type":"PAY-IN","provider":"stripe","connectorID":"c-1","status":"EXPIRED","amount":100,"initialAmount":100,"scheme":"CARD_VISA","asset":"USD/2","createdAt":"{{{Date}}}","raw":{"a":1},"metadata":{"k":"v"},"adjustments":[{"reference":"r","createdAt":"{{{Date}}}","status":"AUTHORISED","amount":100,"raw":null}]}}""");

    /// <summary>The installed connectors: one of Stripe, two of Wise.</summary>
    public static Exchange Connectors { get; } = new(
        "GET /api/payments/connectors",
        """200 {"data":[{"connectorID":"c-stripe","name":"stripe","provider":"STRIPE","enabled":true},{"connectorID":"c-w1","provider":"WISE"},{"connectorID":"c-w2","provider":"WISE"},{"connectorID":"c-dummy","provider":"DUMMY-PAY"}]}""");

    /// <summary>A transfer that a provider is asked for.</summary>
    /// <param name="activity">The activity's index.</param>
    /// <param name="connector">The connector.</param>
    /// <param name="description">The description.</param>
    /// <param name="provider">The member that names the provider, with its comma.</param>
    /// <param name="type">The type.</param>
    /// <param name="source">The provider's account to pay from.</param>
    /// <param name="validated">Whether it needs nobody's consent.</param>
    /// <param name="metadata">The metadata.</param>
    public static Exchange Transfer(
        int activity,
        string connector,
        string description,
        string provider,
        string type = "TRANSFER",
        string source = "",
        string validated = "true",
        string metadata = "{}") => new(
        $$"""POST /api/payments/transfer-initiations {"amount":100,"asset":"USD/2","connectorID":"{{connector}}","description":"{{description}}","destinationAccountID":"psp-acc","metadata":{{metadata}},{{provider}}"reference":"$id-0-{{activity}}","scheduledAt":"0001-01-01T00:00:00Z","sourceAccountID":"{{source}}","type":"{{type}}","validated":{{validated}}}""",
        """200 {"data":{"id":"ti-1","reference":"r","status":"PROCESSING"}}""");
}
