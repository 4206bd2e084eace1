import type { Random } from './random.ts'

type Origin = {
  readonly weight: number
  readonly givenNames: readonly string[]
  readonly familyNames: readonly string[]
  /** How the two stand together; given name first unless this says otherwise. */
  readonly join?: (givenName: string, familyName: string) => string
}

const words = (text: string): string[] => text.split(' ')

const origins: readonly Origin[] = [
  {
    weight: 46,
    givenNames: words(
      'Ada Grace James Mary Robert Patricia John Jennifer Michael Linda David Elizabeth William Barbara Richard Susan Joseph Jessica Thomas Sarah Charles Karen Daniel Nancy Matthew Betty Anthony Sandra Mark Ashley Steven Kimberly Paul Emily Andrew Donna Joshua Michelle Kenneth Carol Kevin Amanda Brian Melissa George Deborah Edward Stephanie Ronald Rebecca Jason Laura Ryan Helen Jacob Sharon',
    ),
    familyNames: words(
      "Smith Johnson Williams Brown Jones Davis Miller Wilson Anderson Taylor Moore Jackson Martin Lee Thompson White Harris Clark Lewis Robinson Walker Young Allen King Wright Scott Hill Green Adams Baker Nelson Hall Campbell Mitchell Carter Roberts Turner Phillips Parker Evans Edwards Collins Stewart Morris Murphy Cook Rogers Lovelace Hopper O'Connor O'Neil Blacksmith Smithers Naismith Fitzgerald",
    ),
  },
  {
    weight: 10,
    givenNames: words(
      'Lukas Hannah Jürgen Käthe Björn Ulrike Günther Anneliese Sören Franziska Matthias Heike',
    ),
    familyNames: words(
      'Müller Schmidt Groß Weiß Preuß Schäfer Jäger Köhler Böhm Voß Strauß Lindström Ångström',
    ),
  },
  {
    weight: 8,
    givenNames: words('Łukasz Agnieszka Paweł Małgorzata Stanisław Żaneta Grzegorz Świętosława Michał Zofia'),
    familyNames: words(
      'Wiśniewski Wójcik Kamińska Łuczak Dąbrowski Żółkiewski Śliwa Nowak Kowalczyk Szczęsny',
    ),
  },
  {
    weight: 7,
    givenNames: words('José María Lucía Iñaki Begoña Álvaro Inês João Conceição Núria François Zoë'),
    familyNames: words('García Muñoz Ibáñez Peña Gonçalves Araújo Núñez Château Lefèvre Etxeberria'),
  },
  {
    weight: 6,
    givenNames: words('İbrahim Işıl Gökçe Çağla Özgür Şule İrem Doğan Ümit Sıla'),
    familyNames: words('Yılmaz Şahin Öztürk Çelik Işık İnönü Güneş Kılıç Doğru Aydın'),
  },
  {
    weight: 6,
    givenNames: words('Иван Наталья Сергей Юлия Дмитрий Оксана Фёдор Екатерина Тарас Зоряна'),
    familyNames: words('Петренко Шевчук Ковальчук Мельник Бойко Іваненко Гончар Левченко'),
  },
  {
    weight: 4,
    givenNames: words('Σοφία Γιώργος Ελένη Νίκος Δήμητρα Χρήστος Αναστασία Σπύρος'),
    familyNames: words('Παπαδόπουλος Σιδέρης Βασιλείου ΟΙΚΟΝΟΜΟΥ Στεφανίδης Καραμανλής'),
  },
  {
    weight: 4,
    givenNames: words('小明 静 伟 秀英 磊 芳 娜 强'),
    familyNames: words('王 李 张 刘 陈 杨 赵 欧阳'),
    join: (givenName, familyName) => familyName + givenName,
  },
  {
    weight: 3,
    givenNames: words('花子 太郎 さくら 健一 美咲 翔太'),
    familyNames: words('佐藤 鈴木 高橋 田中 渡辺 伊藤'),
    join: (givenName, familyName) => `${familyName} ${givenName}`,
  },
  {
    weight: 2,
    givenNames: words('민준 서연 지우 하은 도윤'),
    familyNames: words('김 이 박 최 정'),
    join: (givenName, familyName) => familyName + givenName,
  },
  {
    weight: 4,
    givenNames: words('Trần Anh Đức Thị Hương Minh Quốc Ngọc'),
    familyNames: words('Nguyễn Phạm Lê Đặng Bùi Võ'),
    join: (givenName, familyName) => `${familyName} ${givenName}`,
  },
]

/** A person's name, from one of eleven groups of languages; the letters İ ß Σ Ł and several scripts all occur. */
export function personName(random: Random): string {
  const { givenNames, familyNames, join } = random.pickWeighted(origins)
  const givenName = random.pick(givenNames)
  const familyName = random.pick(familyNames)
  return join ? join(givenName, familyName) : `${givenName} ${familyName}`
}
