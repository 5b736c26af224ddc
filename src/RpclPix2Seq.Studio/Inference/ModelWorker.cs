using System.Threading.Channels;
using RpclPix2Seq.Models;
using RpclPix2Seq.Sampling;
using static TorchSharp.torch;

namespace RpclPix2Seq.Studio.Inference;

/// <summary>
/// The only thread that computes with the model. It draws all sketches that wait together, and between two rows of theirs it answers a
/// question and begins with what has come in since. What a sketch looks like does not depend on the others.
/// </summary>
internal sealed class ModelWorker : IDisposable
{
    // Few large batches draw faster than many small ones; with more than one, nobody waits for the end of a long batch.
    private const int MostBatches = 3;

    // A row of so many takes some milliseconds; the others of a batch wait until one ends.
    private const int MostRows = 64;

    private readonly Channel<object> _waiting = Channel.CreateUnbounded<object>(new() { SingleReader = true });
    private readonly Queue<Question> _questions = [];
    private readonly Queue<Question> _leisurely = [];
    private readonly Queue<Order> _orders = [];
    private readonly List<Batch> _batches = [];
    private readonly LoadedModel _loaded;
    private readonly Thread _thread;

    /// <param name="loaded">The model; the caller keeps ownership, and uses it no more until the worker is disposed of.</param>
    public ModelWorker(LoadedModel loaded)
    {
        _loaded = loaded;
        _thread = new Thread(Work) { IsBackground = true, Name = "model" };
        _thread.Start();
    }

    /// <summary>Called with the size of every batch that begins.</summary>
    public Action<int>? Began { get; init; }

    /// <summary>Computes something between two rows of the sketches that are being drawn: it should take milliseconds.</summary>
    /// <param name="compute">What.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="leisurely">Whether it can wait until a batch ends, or there is none.</param>
    public Task<T> Ask<T>(Func<LoadedModel, T> compute, CancellationToken cancellationToken, bool leisurely = false)
    {
        TaskCompletionSource<T> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Add(new Question(
            () =>
            {
                try
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    using IDisposable scope = NewDisposeScope();
                    answer.TrySetResult(compute(_loaded));
                }
                catch (Exception e)
                {
                    answer.TrySetException(e);
                }
            },
            () => answer.TrySetException(Closed()),
            leisurely));
        return answer.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Draws sketches.</summary>
    /// <param name="codes">[N, Z].</param>
    /// <param name="orders">How each of the N is drawn.</param>
    /// <param name="cancellationToken">Stops the drawing.</param>
    /// <returns>Their rows as soon as they are drawn: each sketch's in order and then its end.</returns>
    public ChannelReader<SketchStroke> Draw(float[] codes, IReadOnlyList<SketchOrder> orders, CancellationToken cancellationToken)
    {
        Order order = new(codes, orders, cancellationToken);
        Add(order);
        return order.Rows.Reader;
    }

    /// <summary>Ends the thread; whoever still waits gets an error.</summary>
    public void Dispose()
    {
        _waiting.Writer.TryComplete();
        _thread.Join();
    }

    private static OperationCanceledException Closed() => new("the studio is closing");

    private void Add(object job)
    {
        if (!_waiting.Writer.TryWrite(job))
            throw Closed();
    }

    private void Work()
    {
        while (_batches.Count > 0 || _questions.Count > 0 || _orders.Count > 0 || _leisurely.Count > 0
            || _waiting.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            Take();
            do
            {
                if (_questions.TryDequeue(out Question? question))
                    question.Answer();
            }
            while (_batches.Count == 0 && _questions.Count > 0);

            if (_orders.Count > 0 && _batches.Count < MostBatches)
                Begin();
            foreach (Batch batch in _batches)
                batch.Advance();
            bool ended = _batches.RemoveAll(batch => batch.DisposeIfDone()) > 0;
            if ((ended || _batches.Count == 0) && _leisurely.TryDequeue(out Question? leisurely))
                leisurely.Answer();
            if (_waiting.Reader.Completion.IsCompleted)
                break;
        }

        foreach (Batch batch in _batches)
        {
            batch.Fail(Closed());
            batch.DisposeIfDone();
        }

        foreach (Order order in _orders)
            order.Rows.Writer.TryComplete(Closed());
        foreach (Question question in _questions.Concat(_leisurely))
            question.Refuse();
    }

    private void Take()
    {
        while (_waiting.Reader.TryRead(out object? job))
        {
            if (job is Order order)
                _orders.Enqueue(order);
            else if (job is Question question)
                (question.IsLeisurely ? _leisurely : _questions).Enqueue(question);
        }
    }

    private void Begin()
    {
        Order[] orders = [.. _orders.Where(order => !order.IsAbandoned)];
        _orders.Clear();
        if (orders.Length == 0)
            return;
        try
        {
            _batches.Add(new Batch(_loaded, orders));
            Began?.Invoke(orders.Sum(order => order.Sketches.Count));
        }
        catch (Exception e)
        {
            foreach (Order order in orders)
                order.Rows.Writer.TryComplete(e);
        }
    }

    /// <summary>Something to compute.</summary>
    private sealed record Question(Action Answer, Action Refuse, bool IsLeisurely);

    /// <summary>Sketches that somebody waits for.</summary>
    private sealed record Order(float[] Codes, IReadOnlyList<SketchOrder> Sketches, CancellationToken CancellationToken)
    {
        public Channel<SketchStroke> Rows { get; } =
            Channel.CreateUnbounded<SketchStroke>(new() { SingleReader = true, SingleWriter = true });

        public int Drawing { get; set; } = Sketches.Count;

        public bool IsAbandoned => CancellationToken.IsCancellationRequested;
    }

    /// <summary>Orders that are drawn together.</summary>
    private sealed class Batch
    {
        private readonly (Order Order, int Index)[] _sketches;
        private readonly Order[] _orders;
        private readonly Tensor _codes;
        private readonly ISamplingPath _path;
        private readonly List<SketchStroke> _rows = [];

        public Batch(LoadedModel loaded, Order[] orders)
        {
            _orders = orders;
            _sketches = [.. orders.SelectMany(order => order.Sketches.Select((_, i) => (order, i)))];
            float[] codes = [.. orders.SelectMany(order => order.Codes)];
            using IDisposable scope = NewDisposeScope();
            _codes = tensor(codes, [_sketches.Length, loaded.Model.Shape.CodeSize]).to(loaded.Model.Type).to(loaded.Model.Device)
                .DetachFromDisposeScope();
            SketchOrders all = new([.. orders.SelectMany(order => order.Sketches)], loaded.Facts.StrokeScale);
            _path = SketchSampler.Begin(loaded.Model, _codes, all, MostRows);
        }

        public void Advance()
        {
            _rows.Clear();
            try
            {
                _path.Advance(1, _rows);
            }
            catch (Exception e)
            {
                Fail(e);
                return;
            }

            foreach (SketchStroke row in _rows)
            {
                (Order order, int index) = _sketches[row.Sketch];
                order.Rows.Writer.TryWrite(row with { Sketch = index });
                if (row.Ends && --order.Drawing == 0)
                    order.Rows.Writer.TryComplete();
            }
        }

        public void Fail(Exception e)
        {
            foreach (Order order in _orders)
            {
                order.Rows.Writer.TryComplete(e);
                order.Drawing = 0;
            }
        }

        public bool DisposeIfDone()
        {
            if (!_path.IsDone && _orders.Any(order => order.Drawing > 0 && !order.IsAbandoned))
                return false;
            Fail(new OperationCanceledException());
            _path.Dispose();
            _codes.Dispose();
            return true;
        }
    }
}
