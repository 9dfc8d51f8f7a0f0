using System.Collections.Concurrent;

namespace ImapPS;

/// <summary>Members of collections that .NET Framework lacks and tests use.</summary>
internal static class CollectionMembers
{
    extension<T>(IEnumerable<T> items)
    {
        public IOrderedEnumerable<T> Order() => items.OrderBy(static item => item);

        public IOrderedEnumerable<T> Order(IComparer<T> comparer) => items.OrderBy(static item => item, comparer);

        public IEnumerable<T> SkipLast(int count) => items.Take(Math.Max(0, items.Count() - count));

        public IEnumerable<T> TakeLast(int count) => items.Skip(Math.Max(0, items.Count() - count));

        public IEnumerable<(T First, TOther Second)> Zip<TOther>(IEnumerable<TOther> others) => items.Zip(others, static (first, second) => (first, second));

        public IEnumerable<T[]> Chunk(int size) => items.Select(static (item, at) => (Item: item, At: at)).GroupBy(x => x.At / size, static x => x.Item).Select(static g => g.ToArray());
    }

    extension<T>(List<T> list)
    {
        public void AddRange(Span<T> items) => list.AddRange(items.ToArray());
    }

    extension<T>(Queue<T> queue)
    {
        public bool TryDequeue(out T item)
        {
            item = queue.Count > 0 ? queue.Peek() : default!;
            return queue.Count > 0 && queue.Dequeue() is var _;
        }
    }

    extension<T>(ConcurrentQueue<T> queue)
    {
        public void Clear()
        {
            while (queue.TryDequeue(out _))
                continue;
        }
    }

    extension<TKey, TValue>(IDictionary<TKey, TValue> map)
    {
        public bool TryAdd(TKey key, TValue value)
        {
            if (map.ContainsKey(key))
                return false;
            map.Add(key, value);
            return true;
        }
    }

    extension<TKey, TValue>(Dictionary<TKey, TValue> map)
    {
        public TValue? GetValueOrDefault(TKey key) => map.TryGetValue(key, out var value) ? value : default;
    }

    extension<TKey, TValue>(KeyValuePair<TKey, TValue> pair)
    {
        public void Deconstruct(out TKey key, out TValue value)
        {
            key = pair.Key;
            value = pair.Value;
        }
    }

    extension(Array)
    {
        public static void Fill<T>(T[] array, T value)
        {
            for (var i = 0; i < array.Length; i++)
                array[i] = value;
        }
    }
}
