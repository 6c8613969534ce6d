using System.Globalization;
using System.Numerics;

namespace Sluice.Chaos.Load;

/// <summary>What is in the stack before the load begins: wallets with money, payees, and payments that came in.</summary>
/// <param name="Wallets">The wallets.</param>
/// <param name="Payees">The provider's accounts that the ledger accounts <c>payees:N</c> name in their metadata.</param>
/// <param name="Payments">The ids of the payments, each of <see cref="Plenty"/>.</param>
internal sealed record Stock(IReadOnlyList<StockWallet> Wallets, IReadOnlyList<string> Payees, IReadOnlyList<string> Payments)
{
    /// <summary>The token of transactions that no start causes.</summary>
    public const string Token = "stock";

    /// <summary>An account of the wallets' ledger with money.</summary>
    public const string Float = "float";

    /// <summary>A balance that every wallet has beside the main one.</summary>
    public const string Side = "side";

    public const string Provider = "dummypay";

    /// <summary>The metadata key by which wallets and accounts name their payee.</summary>
    public const string PayeeKey = "formanceAccountID";

    private const int Users = 20;
    private const int StartsPerPayment = 2;

    /// <summary>More than all starts together move, and more than 64 bits hold.</summary>
    public static readonly BigInteger Plenty = BigInteger.Pow(10, 30);

    /// <summary>The ledger's name of a payment: its reference there, and its holding account.</summary>
    public static string BookingOf(string payment) => $"payment:{payment.Replace('-', '_')}";

    /// <summary>Draws the variables of a start.</summary>
    /// <param name="token">The start's token.</param>
    /// <param name="ordinal">How many its caller has started; callers that are equally far use the same payments.</param>
    /// <param name="random">What to draw from.</param>
    public IReadOnlyDictionary<string, string> Draw(string token, int ordinal, Random random)
    {
        var amount = random.Next(2, 10_000);
        var part = random.Next(1, amount);
        var from = random.Next(Wallets.Count);
        var to = (from + random.Next(1, Wallets.Count)) % Wallets.Count;
        var payee = random.Next(Payees.Count);
        var payment = Payments[ordinal / StartsPerPayment % Payments.Count];
        return new Dictionary<string, string>
        {
            ["run"] = token,
            ["user"] = Text(random.Next(Users)),
            ["amount"] = Text(amount),
            ["part"] = Text(part),
            ["rest"] = Text(amount - part),
            ["pause"] = $"{Text(random.Next(10, 400))}ms",
            ["nap"] = $"{Text(random.Next(500, 6_000))}ms",
            ["from"] = Wallets[from].Id,
            ["fromAccount"] = Wallets[from].Account,
            ["fromPayee"] = Wallets[from].Payee,
            ["to"] = Wallets[to].Id,
            ["toAccount"] = Wallets[to].Account,
            ["toName"] = Wallets[to].Name,
            ["payee"] = Text(payee),
            ["payeeAccount"] = Payees[payee],
            ["payment"] = payment,
            ["holding"] = BookingOf(payment),
        };
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A wallet with plenty of money in its balances.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name, which no other has.</param>
/// <param name="Payee">The provider's account that its metadata names.</param>
internal sealed record StockWallet(string Id, string Name, string Payee)
{
    /// <summary>The ledger account of its balances, without their name.</summary>
    public string Account => $"wallets:{Id.Replace("-", "", StringComparison.Ordinal)}";
}
