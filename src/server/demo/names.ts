import type { Random } from './random.ts'

type Origin = {
  readonly weight: number
  readonly given: readonly string[]
  readonly family: readonly string[]
  /** How the two stand together; given name first unless this says otherwise. */
  readonly join?: (given: string, family: string) => string
}

const words = (text: string): string[] => text.split(' ')

const origins: readonly Origin[] = [
  {
    weight: 46,
    given: words(
      'Ada Grace James Mary Robert Patricia John Jennifer Michael Linda David Elizabeth William Barbara Richard Susan Joseph Jessica Thomas Sarah Charles Karen Daniel Nancy Matthew Betty Anthony Sandra Mark Ashley Steven Kimberly Paul Emily Andrew Donna Joshua Michelle Kenneth Carol Kevin Amanda Brian Melissa George Deborah Edward Stephanie Ronald Rebecca Jason Laura Ryan Helen Jacob Sharon',
    ),
    family: words(
      "Smith Johnson Williams Brown Jones Davis Miller Wilson Anderson Taylor Moore Jackson Martin Lee Thompson White Harris Clark Lewis Robinson Walker Young Allen King Wright Scott Hill Green Adams Baker Nelson Hall Campbell Mitchell Carter Roberts Turner Phillips Parker Evans Edwards Collins Stewart Morris Murphy Cook Rogers Lovelace Hopper O'Connor O'Neil Blacksmith Smithers Naismith Fitzgerald",
    ),
  },
  {
    weight: 10,
    given: words('Lukas Hannah Jürgen Käthe Björn Ulrike Günther Anneliese Sören Franziska Matthias Heike'),
    family: words('Müller Schmidt Groß Weiß Preuß Schäfer Jäger Köhler Böhm Voß Strauß Lindström Ångström'),
  },
  {
    weight: 8,
    given: words('Łukasz Agnieszka Paweł Małgorzata Stanisław Żaneta Grzegorz Świętosława Michał Zofia'),
    family: words('Wiśniewski Wójcik Kamińska Łuczak Dąbrowski Żółkiewski Śliwa Nowak Kowalczyk Szczęsny'),
  },
  {
    weight: 7,
    given: words('José María Lucía Iñaki Begoña Álvaro Inês João Conceição Núria François Zoë'),
    family: words('García Muñoz Ibáñez Peña Gonçalves Araújo Núñez Château Lefèvre Etxeberria'),
  },
  {
    weight: 6,
    given: words('İbrahim Işıl Gökçe Çağla Özgür Şule İrem Doğan Ümit Sıla'),
    family: words('Yılmaz Şahin Öztürk Çelik Işık İnönü Güneş Kılıç Doğru Aydın'),
  },
  {
    weight: 6,
    given: words('Иван Наталья Сергей Юлия Дмитрий Оксана Фёдор Екатерина Тарас Зоряна'),
    family: words('Петренко Шевчук Ковальчук Мельник Бойко Іваненко Гончар Левченко'),
  },
  {
    weight: 4,
    given: words('Σοφία Γιώργος Ελένη Νίκος Δήμητρα Χρήστος Αναστασία Σπύρος'),
    family: words('Παπαδόπουλος Σιδέρης Βασιλείου ΟΙΚΟΝΟΜΟΥ Στεφανίδης Καραμανλής'),
  },
  {
    weight: 4,
    given: words('小明 静 伟 秀英 磊 芳 娜 强'),
    family: words('王 李 张 刘 陈 杨 赵 欧阳'),
    join: (given, family) => family + given,
  },
  {
    weight: 3,
    given: words('花子 太郎 さくら 健一 美咲 翔太'),
    family: words('佐藤 鈴木 高橋 田中 渡辺 伊藤'),
    join: (given, family) => `${family} ${given}`,
  },
  {
    weight: 2,
    given: words('민준 서연 지우 하은 도윤'),
    family: words('김 이 박 최 정'),
    join: (given, family) => family + given,
  },
  {
    weight: 4,
    given: words('Trần Anh Đức Thị Hương Minh Quốc Ngọc'),
    family: words('Nguyễn Phạm Lê Đặng Bùi Võ'),
    join: (given, family) => `${family} ${given}`,
  },
]

/** A person's name, from one of eleven groups of languages; the letters İ ß Σ Ł and several scripts all occur. */
export function personName(random: Random): string {
  const { given, family, join } = random.pickWeighted(origins)
  const first = random.pick(given)
  const last = random.pick(family)
  return join ? join(first, last) : `${first} ${last}`
}
