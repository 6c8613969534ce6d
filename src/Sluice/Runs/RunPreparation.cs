using System.Globalization;
using Sluice.Client;

namespace Sluice.Runs;

/// <summary>Puts in place what a run needs: money in accounts, wallets, payees, payments.</summary>
/// <param name="stack">Where.</param>
/// <param name="sandbox">Whether the stack is a sandbox, in which whatever is missing may be created.</param>
/// <param name="log">Is told what was done.</param>
/// <param name="clock">Dates it.</param>
internal sealed class RunPreparation(RunStack stack, bool sandbox, TextWriter log, TimeProvider clock)
{
    private const string DummyLabel = "DUMMY-PAY";
    private const string DummyName = "dummypay";

    /// <summary>The metadata of a payee that sends read the provider's account from, unless they say otherwise.</summary>
    private const string PayeeKey = "formanceAccountID";

    private static readonly Dictionary<string, string> NoMetadata = [];

    private readonly Dictionary<string, Wallet> _wallets = new(StringComparer.Ordinal);

    private string? _connector;

    /// <summary>Prepares a run.</summary>
    /// <param name="preparations">What to do.</param>
    /// <param name="ledgers">Ledgers that must be there, besides those that the preparations name.</param>
    /// <param name="cancellationToken">Stops. What was done stays.</param>
    /// <returns>The ids of the payments, by the variables that are to have them.</returns>
    /// <exception cref="CommandException">What is asked for cannot be done here.</exception>
    /// <exception cref="ApiException">A service refused.</exception>
    /// <exception cref="HttpRequestException">A service did not answer.</exception>
    public async Task<IReadOnlyDictionary<string, string>> PrepareAsync(
        Preparations preparations, IEnumerable<string> ledgers, CancellationToken cancellationToken)
    {
        var named = preparations.Funds.Select(fund => fund.Ledger)
            .Concat(preparations.Payees.Select(payee => payee.Account?.Ledger).OfType<string>());
        foreach (var ledger in ledgers.Union(named, StringComparer.Ordinal))
        {
            await stack.Ledgers.CreateLedgerAsync(ledger, cancellationToken);
        }

        foreach (var fund in preparations.Funds)
        {
            await FundAsync(fund, cancellationToken);
        }

        foreach (var wallet in preparations.Wallets)
        {
            await FillAsync(wallet, cancellationToken);
        }

        foreach (var payee in preparations.Payees)
        {
            await RegisterAsync(payee, cancellationToken);
        }

        var ids = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var payin in preparations.Payins)
        {
            ids[payin.Variable] = await RegisterAsync(payin, cancellationToken);
        }

        return ids;
    }

    private async Task FundAsync(AccountAmount fund, CancellationToken cancellationToken)
    {
        var posting = new Posting("world", fund.Account, fund.Amount, fund.Asset);
        await stack.Ledgers.CreateTransactionAsync(
            fund.Ledger, new NewTransaction([posting], NoMetadata), idempotencyKey: null, cancellationToken);
        log.WriteLine($"funded {fund.Ledger}/{fund.Account} with {fund.Asset} {fund.Amount}");
    }

    private async Task FillAsync(WalletAmount wanted, CancellationToken cancellationToken)
    {
        var wallet = await WalletAsync(wanted.Name, cancellationToken);
        if (await stack.Wallets.GetBalanceAsync(wallet.Id, wanted.Balance, cancellationToken) is null)
        {
            await stack.Wallets.CreateBalanceAsync(wallet.Id, wanted.Balance, cancellationToken);
            log.WriteLine($"created the balance {wanted.Balance} of wallet {wanted.Name}");
        }

        if (wanted.Money is { } money)
        {
            await stack.Wallets.CreditAsync(wallet.Id, wanted.Balance, money.Asset, money.Amount, cancellationToken);
            log.WriteLine($"credited wallet {wanted.Place} with {money}");
        }
    }

    private async Task<Wallet> WalletAsync(string name, CancellationToken cancellationToken)
    {
        if (_wallets.TryGetValue(name, out var known))
        {
            return known;
        }

        var found = (await stack.Wallets.FindWalletsAsync(name, cancellationToken)).Data;
        if (found.Count > 1)
        {
            throw CommandException.Failed($"there are several wallets named '{name}', and so no telling which one is meant");
        }

        var wallet = found is [var only] ? only : await stack.Wallets.CreateWalletAsync(name, cancellationToken);
        if (found.Count == 0)
        {
            log.WriteLine($"created wallet {name}");
        }

        return _wallets[name] = wallet;
    }

    private async Task RegisterAsync(Payee payee, CancellationToken cancellationToken)
    {
        var connector = await ConnectorAsync(cancellationToken);
        var account = await stack.Payments.CreateExternalAccountAsync(
            connector, Reference(payee.Name), clock.GetUtcNow(), payee.Name, cancellationToken);
        var metadata = new Dictionary<string, string> { [PayeeKey] = account.Id };
        if (payee.Wallet is { } wallet)
        {
            await stack.Wallets.SetMetadataAsync((await WalletAsync(wallet, cancellationToken)).Id, metadata, cancellationToken);
        }
        else
        {
            await stack.Ledgers.SetAccountMetadataAsync(payee.Account!.Ledger, payee.Account.Address, metadata, cancellationToken);
        }

        log.WriteLine($"registered {payee} as a payee");
    }

    private async Task<string> RegisterAsync(Payin payin, CancellationToken cancellationToken)
    {
        var connector = await ConnectorAsync(cancellationToken);
        var payment = await stack.Payments.CreatePayinAsync(
            connector, Reference(payin.Variable), clock.GetUtcNow(), payin.Money.Asset, payin.Money.Amount, cancellationToken);
        log.WriteLine($"registered the payment {payment.Reference} of {payin.Money} as {payin.Variable}");
        return payment.Id;
    }

    private async Task<string> ConnectorAsync(CancellationToken cancellationToken)
    {
        if (_connector is null)
        {
            var connectors = await stack.Payments.ListConnectorsAsync(cancellationToken);
            _connector = connectors.FirstOrDefault(each => each.Provider == DummyLabel)?.ConnectorId;
            _connector ??= sandbox
                ? await stack.Payments.InstallConnectorAsync(DummyName, cancellationToken)
                : throw CommandException.Failed($"the stack has no {DummyLabel} connector, at which payments and payees could be made up");
        }

        return _connector;
    }

    // Another run must not meet the same reference, and what is a payee's name need not be one.
    private string Reference(string name)
    {
        var letters = name.Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-');
        return string.Create(
            CultureInfo.InvariantCulture, $"{string.Concat(letters)}-{Guid.CreateVersion7(clock.GetUtcNow()).ToString("N")[^8..]}");
    }
}
